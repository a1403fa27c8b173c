"""Lightning: `training_step` and its companions, manual optimisation, `Trainer` and `Fabric`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Instance, Sequence
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import FALSE, NONE, Library, Method, Plain, Ref, Tuple, Value, choice
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.frameworks.entries import call_if_there, entry, optimizers_in, train_on
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.backward import run_backward
from gradsight.knowledge.torch.parameters import modules_of
from gradsight.knowledge.torch.unseen import batch as any_batch
from gradsight.knowledge.torch.unseen import is_unseen

LIBRARIES = ("lightning", "pytorch_lightning")
TRAINERS = ("lightning.Trainer", "lightning.pytorch.Trainer", "pytorch_lightning.Trainer")
FABRICS = ("lightning.Fabric", "lightning.fabric.Fabric", "lightning_fabric.Fabric", "lightning.pytorch.Fabric")
OPTIMIZERS = "*optimizers"
"""The attribute of a module under which what `configure_optimizers` returned is kept."""
QUIET = ("validation_step", "test_step", "predict_step")


@entry("LightningModule", LIBRARIES, "training_step", "configure_optimizers", *QUIET)
def run(host: Host, module: Ref, place: Place) -> None:
    """One round of training and of each kind of evaluation, on a batch that is not known."""
    batch = _any_batch(host, place)
    train(host, module, batch, place)
    for name in QUIET:
        evaluate(host, module, name, batch, place)


def _any_batch(host: Host, place: Place) -> Value:
    return any_batch(host, Why(place, "a batch that Lightning hands in"))


def train(host: Host, module: Ref, batch: Value, place: Place) -> None:
    """Makes the optimizers, runs `training_step`, and goes back from what it returns unless optimisation is manual."""
    _set_training(host, module)
    made = call_if_there(host, module, "configure_optimizers", Args(), place)
    held = [] if made is None else optimizers_in(host, made)
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    each: list[Value] = [Ref(id) for id in held]
    kept = each[0] if len(each) == 1 else host.new(Sequence("list", tuple(each)))
    host.state.heap[module.id] = replace(found, attrs={**found.attrs, OPTIMIZERS: kept})
    result = call_if_there(host, module, "training_step", Args((batch, Plain("int"))), place)
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    manual = found.attrs.get("automatic_optimization")
    if result is not None and (manual is None or host.truth(manual) is True):
        train_on(host, result, held, place)


def _set_training(host: Host, module: Ref) -> None:
    """The module is in training; what it put into evaluation itself stays so in newer versions of Lightning only."""
    for _, id in modules_of(host, module.id):
        found = host.state.heap[id]
        if isinstance(found, Instance) and found.training is not True:
            host.state.heap[id] = replace(found, training=True if id == module.id else None)


def evaluate(host: Host, module: Ref, name: str, batch: Value, place: Place) -> None:
    """Runs a step of evaluation, for which Lightning switches grad mode off, and training too."""
    found = host.state.heap[module.id]
    if not isinstance(found, Instance) or not host.has(found.cls, name):
        return
    before = {id: host.state.heap[id] for _, id in modules_of(host, module.id)}
    host.call(Method(module, "eval"), Args(), place)
    with host.switched(Mode(OFF, place=place, text="Lightning's evaluation")):
        call_if_there(host, module, name, Args((batch, Plain("int"))), place)
    for id, old in before.items():
        now = host.state.heap[id]
        if isinstance(now, Instance) and isinstance(old, Instance):
            host.state.heap[id] = replace(now, training=old.training)


@handles(*TRAINERS)
def trainer(call: Call) -> Value:
    return call.host.new(Instance(Library("lightning.Trainer"), {}, place=call.place))


@handles(*(f"lightning.Trainer.{name}" for name in ("fit", "validate", "test", "predict")))
def run_trainer(call: Call) -> Value:
    """`fit` trains and validates; the others evaluate."""
    host, name = call.host, call.name.rpartition(".")[2]
    model = call.arg(1, "model")
    if not isinstance(model, Ref) or not isinstance(host.state.heap[model.id], Instance):
        return call.unknown("the module that is trained is not known")
    batch = _batch(call, name)
    if name == "fit":
        train(host, model, batch, call.place)
    step = {"fit": "validation_step", "validate": "validation_step"}.get(name, f"{name}_step")
    evaluate(host, model, step, batch, call.place)
    return Plain("object")


def _batch(call: Call, name: str) -> Value:
    """A batch of the loader that is given, or of the data module's."""
    host = call.host
    source = call.arg(2, "train_dataloaders" if name == "fit" else "dataloaders", NONE)
    module = call.args.keywords.get("datamodule", source)
    if isinstance(module, Ref) and isinstance(host.state.heap[module.id], Instance):
        loader = "train_dataloader" if name == "fit" else f"{name.replace('validate', 'val')}_dataloader"
        call_if_there(host, module, "setup", Args((Plain("str"),)), call.place)
        made = call_if_there(host, module, loader, Args(), call.place)
        source = source if made is None else made
    if source is None or source == NONE:
        return _any_batch(host, call.place)
    items = host.iterate(source)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    return choice(every) if every else _any_batch(host, call.place)


@handles("Module.manual_backward", *(f"{fabric}.backward" for fabric in FABRICS))
def manual_backward(call: Call) -> Value:
    """Backward of its argument."""
    loss = call.arg(1, "loss", call.args.keywords.get("tensor"))
    if loss is not None:
        run_backward(call, loss, first=2)
    return NONE


@handles("Module.optimizers")
def optimizers(call: Call) -> Value:
    """What `configure_optimizers` made."""
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Instance) and OPTIMIZERS in found.attrs:
            return found.attrs[OPTIMIZERS]
    return call.unknown("the optimizers are made by Lightning")


@handles(*(f"Module.{name}" for name in (
    "log", "log_dict", "print", "save_hyperparameters", "freeze", "toggle_optimizer", "untoggle_optimizer",
    "clip_gradients", "lr_schedulers", "log_grad_norm")))  # fmt: skip
def beside(call: Call) -> Value:
    """Keeps, prints or clips; of `freeze` the flag is switched off."""
    if call.name.endswith(".freeze"):
        known = all(
            not is_unseen(found) for id in call.receivers() if isinstance(found := call.host.state.heap[id], Instance)
        )
        flag = FALSE if known else Plain("bool")
        return call.host.call(Method(call.receiver, "requires_grad_"), Args((flag,)), call.place)
    return NONE if not call.name.endswith("lr_schedulers") else Plain("object")


@handles(*FABRICS)
def fabric(call: Call) -> Value:
    return call.host.new(Instance(Library(call.name), {}, place=call.place))


@handles(
    *(
        f"{fabric}.{name}"
        for fabric in FABRICS
        for name in ("setup", "setup_module", "setup_optimizers", "setup_dataloaders")
    )
)
def set_up(call: Call) -> Value:
    """What is given comes back, wrapped."""
    given = call.args.positional[1:]
    return given[0] if len(given) == 1 else Tuple(given)
