"""transformers: `compute_loss` of a subclass of `Trainer`, from whose result the trainer goes back."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Instance
from gradsight.domain.values import TRUE, Ref, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.frameworks.entries import call_if_there, entry, train_on
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.unseen import TRAINS, batch, unseen

LIBRARIES = ("transformers", "trl", "adapters")


@entry("Trainer", LIBRARIES, "compute_loss")
@entry("Seq2SeqTrainer", LIBRARIES, "compute_loss")
@entry("SFTTrainer", LIBRARIES, "compute_loss")
def run(host: Host, instance: Ref, place: Place) -> None:
    """One round of training on a batch that is not known; some of the model's parameters certainly are trained."""
    model = unseen(host, "transformers.PreTrainedModel", Why(place, "the model that the trainer was given"))
    found = host.state.heap[model.id]
    assert isinstance(found, Instance)
    host.state.heap[model.id] = replace(found, attrs={**found.attrs, TRAINS: TRUE})
    inputs = host.new(Dict({}, batch(host, Why(place, "a batch that the trainer hands in"))))
    result = call_if_there(
        host, instance, "compute_loss", Args((model, inputs), {"return_outputs": literal(False)}), place
    )
    if result is not None:
        train_on(host, result, [], place)
