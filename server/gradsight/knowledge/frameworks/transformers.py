"""transformers: what `Trainer` and its kin keep, compute and go back from, also where a subclass overrides some of it."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Instance, Tensor
from gradsight.domain.values import NONE, TRUE, Library, Literal, Method, Plain, Ref, Tuple, Unknown, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.effects import handed_over
from gradsight.knowledge.frameworks.entries import call_if_there, entry, loss_in, train_on
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.keeping import keep
from gradsight.knowledge.torch.unseen import TRAINS, batch, is_unseen, unseen

LIBRARIES = ("transformers", "trl", "adapters")
TRAINERS = ("transformers.Trainer", "transformers.Seq2SeqTrainer", "transformers.trainer.Trainer")
KEPT = ("model", "args", "data_collator", "train_dataset", "eval_dataset", "processing_class", "model_init")
"""What the constructor takes, in order, and keeps under these names."""


@entry("Trainer", LIBRARIES, "compute_loss")
@entry("Seq2SeqTrainer", LIBRARIES, "compute_loss")
@entry("SFTTrainer", LIBRARIES, "compute_loss")
def run(host: Host, instance: Ref, place: Place) -> None:
    """One round of training on a batch that is not known; some of the model's parameters certainly are trained."""
    result = call_if_there(
        host, instance, "compute_loss", _step(_any_model(host, place), _any_batch(host, place)), place
    )
    if result is not None:
        train_on(host, result, [], place)


def _step(model: Value, inputs: Value) -> Args:
    return Args((model, inputs), {"return_outputs": literal(False)})


def _any_model(host: Host, place: Place) -> Ref:
    model = unseen(host, "transformers.PreTrainedModel", Why(place, "the model that the trainer was given"))
    _mark_trained(host, model)
    return model


def _mark_trained(host: Host, model: Ref) -> None:
    """Some parameters require grad, or training would raise."""
    found = host.state.heap[model.id]
    if isinstance(found, Instance) and is_unseen(found):
        host.state.heap[model.id] = replace(found, attrs={**found.attrs, TRAINS: TRUE})


def _any_batch(host: Host, place: Place) -> Ref:
    return host.new(Dict({}, batch(host, Why(place, "a batch that the trainer hands in"))))


@handles(*TRAINERS)
def trainer(call: Call) -> Value:
    made = call.host.new(Instance(Library(TRAINERS[0]), {}, place=call.place))
    call.host.call(Library(f"{TRAINERS[0]}.__init__"), call.args.with_first(made), call.place)
    return made


@handles(*(f"{name}.__init__" for name in TRAINERS))
def init(call: Call) -> Value:
    """Keeps what it is given."""
    host, given = call.host, Args(call.args.positional[1:], call.args.keywords, call.args.more)
    for id in call.receivers():
        if not isinstance(host.state.heap[id], Instance):
            continue
        keep(host, id, given)
        found = host.state.heap[id]
        assert isinstance(found, Instance)
        values = dict(zip(KEPT, given.positional, strict=False)) | {
            name: given.keywords[name] for name in KEPT if name in given.keywords
        }
        host.state.heap[id] = replace(found, attrs={**found.attrs, **values})
    return NONE


@handles(*(f"{name}.compute_loss" for name in TRAINERS))
def compute_loss(call: Call) -> Value:
    """What the model says its loss is."""
    host, place = call.host, call.place
    model, inputs = call.arg(1, "model"), call.arg(2, "inputs")
    if model is None or inputs is None:
        return call.unknown("what the loss is computed from is not known")
    outputs = host.call(model, _spread(host, inputs), place)
    loss = loss_in(host, outputs) or host.attribute(outputs, "loss", place)
    wanted = call.arg(3, "return_outputs", literal(False))
    truth = host.truth(literal(False) if wanted is None else wanted)
    return Unknown(Why(place, "a loss, or a pair")) if truth is None else Tuple((loss, outputs)) if truth else loss


def _spread(host: Host, inputs: Value) -> Args:
    found = host.state.heap.get(inputs.id) if isinstance(inputs, Ref) else None
    if not isinstance(found, Dict):
        return Args((), {}, inputs)
    named = {str(key.value): value for key, value in found.items.items() if isinstance(key, Literal)}
    return Args((), named, found.rest)


@handles(*(f"{name}.training_step" for name in TRAINERS))
def training_step(call: Call) -> Value:
    """Computes the loss, goes back from it, and hands it out without its graph."""
    host, place = call.host, call.place
    given = call.args.positional[1:3]
    if len(given) < 2:
        return call.unknown("what is trained is not known")
    result = host.call(host.attribute(call.receiver, "compute_loss", place), Args(given), place)
    train_on(host, result, [], place)
    loss = loss_in(host, result)
    return call.unknown("a loss") if loss is None else host.call(Method(loss, "detach"), Args(), place)


@handles(*(f"{name}.train" for name in TRAINERS))
def train(call: Call) -> Value:
    """One step of training on a batch of the data set; afterwards the gradients may have been cleared, or not."""
    host, place = call.host, call.place
    for id in call.receivers():
        found = host.state.heap[id]
        if isinstance(found, Instance):
            model = found.attrs.get("model")
            known = isinstance(model, Ref) and isinstance(host.state.heap[model.id], Instance)
            step = model if known and isinstance(model, Ref) else _any_model(host, place)
            _mark_trained(host, step)
            host.call(Method(step, "train"), Args(), place)
            inputs = _batch(host, found, place)
            host.call(host.attribute(call.receiver, "training_step", place), Args((step, inputs)), place)
    handed_over(host, call.args.all(), place)
    return Plain("object")


def _batch(host: Host, found: Instance, place: Place) -> Value:
    """A batch of the data set that the trainer was given, put together as it was told."""
    dataset, collate = found.attrs.get("train_dataset"), found.attrs.get("data_collator")
    if not isinstance(dataset, Ref):
        return _any_batch(host, place)
    named = {} if collate is None else {"collate_fn": collate}
    items = host.iterate(host.call(Library("torch.utils.data.DataLoader"), Args((dataset,), named), place))
    one = items.known[0] if items.known else items.rest
    loose = host.state.heap.get(one.id) if isinstance(one, Ref) else None
    if one is None or isinstance(one, Unknown) or (isinstance(loose, Tensor) and loose.loose):
        return _any_batch(host, place)
    return one


@handles(*(f"{trainer}.{name}" for trainer in TRAINERS for name in (
    "log", "save_model", "save_state", "log_metrics", "save_metrics", "push_to_hub", "add_callback", "remove_callback",
    "is_world_process_zero", "store_flos")))  # fmt: skip
def beside(_: Call) -> Value:
    """Has nothing to do with gradients."""
    return Plain("object")
