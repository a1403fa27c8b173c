"""`nn.Module` as torch does it: registration by attribute assignment, calls, and what a module answers of its attributes."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Fault, Replaced
from gradsight.domain.flow import CALM, flow
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Method,
    Partial,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    literal,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.foreign import declared
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.python.names import harmless
from gradsight.knowledge.registry import handler
from gradsight.knowledge.torch.attributes import misspelt_flag
from gradsight.knowledge.torch.flags import set_requires_grad
from gradsight.knowledge.torch.hooks import after_call, before_call
from gradsight.knowledge.torch.keeping import GIVEN, keep, kept, kept_parameters
from gradsight.knowledge.torch.layers import forward_layer, init_layer, is_layer
from gradsight.knowledge.torch.parameters import WRAPPERS, modules_of, parameters_of
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.unseen import EXISTS, hand_up, is_unseen, part

FRAMEWORK_MODULES = ("LightningModule", "PreTrainedModel", "ModelMixin", "PyroModule", "BaseFeaturesExtractor")
"""Base classes of other libraries that have no parameters themselves."""


def is_module_class(name: str) -> bool:
    """Whether the library class of that name is a `nn.Module`."""
    return is_layer(name) or name in WRAPPERS or name.rpartition(".")[2] in FRAMEWORK_MODULES


def init_module(host: Host, instance: Ref, name: str, args: Args, place: Place) -> None:
    """`__init__` of a library class on an instance: a layer gets its parameters, any other may keep what it is given."""
    found = host.state.heap[instance.id]
    if isinstance(found, Instance) and found.module and is_layer(name):
        init_layer(host, instance, name, args, place)
    elif handler(f"{name}.__init__") is not None:
        host.call(Library(f"{name}.__init__"), args.with_first(instance), place)
    elif isinstance(found, Instance) and (found.module or not (harmless(name) or name.startswith("torch."))):
        keep(host, instance.id, args)


def module_attribute(host: Host, module: Ref, found: Instance, name: str, place: Place) -> Value:
    """What a module answers of itself, beyond what was assigned to it."""
    if name == "training":
        return Plain("bool") if found.training is None else literal(found.training)
    if name in ("_parameters", "_buffers", "_modules"):
        kind = {"_parameters": "parameter", "_buffers": "buffer", "_modules": "module"}[name]
        items: dict[Value, Value] = {literal(k): found.attrs[k] for k, v in found.registered.items() if v == kind}
        return host.new(Dict(items))
    if is_unseen(found) and handler(f"Module.{name}") is None and name not in ("forward", "__call__"):
        said = declared(host, module, base_of(host, found.cls), name, place, values=False)
        return said if said is not None else part(host, module, found, name, place)
    base = base_of(host, found.cls)
    if base.rpartition(".")[2] in FRAMEWORK_MODULES and handler(f"Module.{name}") is None and name != "forward":
        plain = name in (
            "device",
            "dtype",
            "current_epoch",
            "global_step",
            "global_rank",
            "local_rank",
            "training",
            "logger",
        )
        return Plain("object") if plain else Unknown(Why(place, f"`{name}` is set by `{base}`"))
    return Method(module, name)


def set_module_attribute(host: Host, module: Ref, name: str, new: Value, place: Place) -> None:
    """`module.name = new`: parameters and modules are registered, containers of them are not."""
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    kind = _kind(host, new)
    if name == "requires_grad" and found.guessed:
        for _, id in parameters_of(host, module.id):
            set_requires_grad(host, Ref(id), host.truth(new), place)
        return
    if name == "requires_grad" or misspelt_flag(name):
        ids = frozenset(id for _, id in parameters_of(host, module.id))
        first = host.state.tensor(min(ids)) if ids else None
        host.log.add(Fault(host.visit(place), "module-flag", first, ids, name))
    before = found.registered.get(name)
    old = _ids_at(host, found, name)
    if before == "parameter" and kind == "" and _certainly_tensor(host, new):
        host.fail()
        return
    hand_up(host, found, new)
    registered = dict(found.registered)
    if kind:
        registered[name] = kind
    elif before != "buffer" and before is not None and new != NONE:
        registered.pop(name)
    attrs = {**found.attrs, name: new}
    if is_unseen(found) and name in found.registered:
        attrs[EXISTS + name] = literal(True)
    opaque = found.opaque
    if not kind and any(_one_kind(host, option) for option in options(new)):
        opaque = opaque or Why(place, f"`{name}` is a part of it on some paths only")
    if any(isinstance(option, Unknown) and option.tainted for option in options(new)):
        opaque = opaque or Why(
            place, f"`{name}` may be a module: it was made from one, or from tensors, by code that is not read"
        )
    host.state.heap[module.id] = replace(found, attrs=attrs, registered=registered, opaque=opaque)
    note_replaced(host, module.id, name, old, place)
    _note_derived(host, name, new, place)
    if kind:
        _rename(host, new, name)
    else:
        _note_hidden(host, module, name, new, place)


def _ids_at(host: Host, found: Instance, name: str) -> frozenset[int]:
    """The parameters that are registered under a name, those of a submodule included."""
    value = found.attrs.get(name)
    if value is None or found.registered.get(name) not in ("parameter", "module"):
        return frozenset()
    return frozenset(id for option in options(value) for id in _parameter_ids(host, option))


def note_replaced(host: Host, module: int, name: str, old: frozenset[int], place: Place) -> None:
    """Where other parameters have taken the place of `old`."""
    found = host.state.heap[module]
    new = _ids_at(host, found, name) if isinstance(found, Instance) else frozenset()
    if old and new and not old & new:
        host.log.add(Replaced(host.visit(place), module, name, old, new))


def _note_derived(host: Host, name: str, new: Value, place: Place) -> None:
    """Where a result of parameters became an attribute."""
    found = host.state.tensor(new.id) if isinstance(new, Ref) else None
    if isinstance(new, Ref) and found is not None and found.states == Grad.TRACKED:
        sources = frozenset(
            id for id in found.reach.must if (t := host.state.tensor(id)) is not None and t.states == Grad.LEAF
        )
        if sources:
            host.log.add(Fault(host.visit(place), "derived", found, sources, name, found.lost_leaf, new.id))


def _kind(host: Host, value: Value) -> str:
    kinds = {_one_kind(host, option) for option in options(value) if option != NONE}
    return kinds.pop() if len(kinds) == 1 else ""


def _one_kind(host: Host, value: Value) -> str:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Tensor) and found.parameter:
        return "parameter"
    return "module" if isinstance(found, Instance) and found.module else ""


def _certainly_tensor(host: Host, value: Value) -> bool:
    return isinstance(value, Ref) and isinstance(host.state.heap[value.id], Tensor)


def _rename(host: Host, value: Value, prefix: str) -> None:
    """Parameters are called by their path below the outermost module."""
    for option in options(value):
        if not isinstance(option, Ref):
            continue
        found = host.state.heap[option.id]
        if isinstance(found, Tensor):
            host.state.heap[option.id] = replace(found, name=prefix)
            host.log.paths[option.id] = prefix
        elif isinstance(found, Instance):
            for path, id in parameters_of(host, option.id):
                tensor = host.state.tensor(id)
                if tensor is not None:
                    host.state.heap[id] = replace(tensor, name=f"{prefix}.{path}")
                    host.log.paths[id] = f"{prefix}.{path}"


def _note_hidden(host: Host, module: Ref, name: str, new: Value, place: Place) -> None:
    """Where a plain container, or a leaf that is no parameter, became an attribute."""
    tensor = _plain_leaf(host, new)
    if tensor is not None and isinstance(new, Ref):
        host.log.names.setdefault(new.id, name)
    if tensor is not None or _is_container(host, new):
        host.log.add(Fault(host.visit(place), "unregistered", tensor, text=name, owner=module.id, other=host.statement))


def _plain_leaf(host: Host, value: Value) -> Tensor | None:
    """A tensor that requires grad, is a leaf, and is no parameter."""
    found = host.state.tensor(value.id) if isinstance(value, Ref) else None
    return found if found is not None and found.states == Grad.LEAF and not found.parameter else None


def _is_container(host: Host, value: Value) -> bool:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Sequence | Dict) or isinstance(value, Tuple)


def hidden_in(host: Host, id: int) -> list[tuple[int, str, frozenset[int]]]:
    """Owner, attribute and leaves of what torch does not list: plain containers of parameters, and leaves that are none."""
    hidden = []
    elsewhere = kept_parameters(host, id)
    for _, module in modules_of(host, id):
        found = host.state.heap[module]
        assert isinstance(found, Instance)
        for name, value in found.attrs.items():
            if isinstance(value, Ref) and _plain_leaf(host, value) is not None and value.id not in elsewhere:
                hidden.append((module, name, frozenset({value.id})))
            elif name not in found.registered and _is_container(host, value):
                ids = frozenset(id for id in _held_by(host, value) if _trainable(host, id))
                if ids - elsewhere:
                    hidden.append((module, name, ids))
    return hidden


def _trainable(host: Host, id: int) -> bool:
    found = host.state.tensor(id)
    return found is not None and bool(found.states & Grad.LEAF)


def _held_by(host: Host, value: Value) -> list[int]:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else value
    items: tuple[Value, ...] = ()
    if isinstance(found, Sequence | Dict):
        values = found.items if isinstance(found, Sequence) else tuple(found.items.values())
        items = (*values, *(() if found.rest is None else (found.rest,)))
    elif isinstance(found, Tuple):
        items = found.items
    return [id for item in items for option in options(item) for id in _parameter_ids(host, option)]


def _parameter_ids(host: Host, value: Value) -> list[int]:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Tensor):
        return [value.id] if found.parameter else []
    if isinstance(value, Ref) and isinstance(found, Instance) and found.module:
        return [id for _, id in parameters_of(host, value.id)]
    return []


def call_module(host: Host, module: Ref, args: Args, place: Place) -> Value:
    """`module(…)`: the program's `forward`, or the layer's, and the hooks around it."""
    found = host.state.heap[module.id]
    assert isinstance(found, Instance)
    args = before_call(host, module, found, args, place)
    return after_call(host, module, found, args, _forward(host, module, found, args, place), place)


def _forward(host: Host, module: Ref, found: Instance, args: Args, place: Place) -> Value:
    if isinstance(found.cls, Class):
        forward = host.attribute(module, "forward", place)
        if isinstance(forward, Bound | Choice) or not isinstance(forward, Method | Unknown):
            result = host.call(forward, args, place)
            return result if GIVEN not in found.attrs else _with_kept(host, module, result, place)
    elif "forward" in found.attrs:
        return host.call(found.attrs["forward"], args, place)
    elif isinstance(forward := host.attribute(found.cls, "forward", place), Function | Partial):
        return host.call(forward, args.with_first(module), place)
    return forward_layer(host, module, base_of(host, found.cls), args, place)


def _with_kept(host: Host, module: Ref, result: Value, place: Place) -> Value:
    """What a class of a library makes of the result of `forward`: it may go back to all that the class keeps."""
    inside = kept(host, module.id)
    if inside is CALM or not isinstance(result, Ref) or not isinstance(host.state.heap[result.id], Tensor):
        return result
    made = make(host, flow(host.state, result).and_(inside), place, Result(text="its class may add to it"))
    found = host.state.heap[made.id]
    assert isinstance(found, Tensor)
    host.state.heap[made.id] = replace(found, loose=True)
    return made


def base_of(host: Host, cls: Value) -> str:
    """The nearest library class of a module."""
    base = host.library_base(cls)
    return base.name if isinstance(base, Library) else ""
