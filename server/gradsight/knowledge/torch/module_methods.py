"""Methods of `nn.Module`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Cleared, Enumerated
from gradsight.domain.flow import flow, severed
from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor, is_summary
from gradsight.domain.values import NONE, Literal, Plain, Ref, Tuple, Unknown, Value, choice, literal, options
from gradsight.domain.why import Cut, Why
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.conversions import CAST_DTYPES
from gradsight.knowledge.torch.dtypes import dtype_named
from gradsight.knowledge.torch.flags import set_requires_grad
from gradsight.knowledge.torch.grads import clear, clear_maybe
from gradsight.knowledge.torch.keeping import modules_inside, registered_inside
from gradsight.knowledge.torch.modules import hidden_in, note_replaced
from gradsight.knowledge.torch.parameters import children_of, modules_of, opaque_of, parameters_of
from gradsight.knowledge.torch.results import constant
from gradsight.knowledge.torch.unnamed import set_unnamed
from gradsight.knowledge.torch.unseen import all_here, any_part, groups_of, is_part, is_unseen


def _iterator(call: Call, items: list[Value], rest: list[Value], whole: bool = False) -> Value:
    """Everything that the module holds; more of it may be in parts that are not seen."""
    hidden = any(opaque_of(call.host, id) for id in call.receivers())
    hidden = hidden or (not items and not rest and any(_holds_unknown(call, id) for id in call.receivers()))
    unseen = [call.unknown("a part of the module that is not seen")] if hidden else []
    more: list[Value] = [*rest, *unseen]
    return call.host.new(
        Sequence("iterator", tuple(items), choice(more) if more else None, whole=whole and bool(more) and not hidden)
    )


def _holds_unknown(call: Call, id: int) -> bool:
    """Whether an attribute may be anything, so a module too: nothing else is there that `parameters()` could list."""
    modules = (call.host.state.heap[module] for _, module in modules_of(call.host, id))
    values = (value for found in modules if isinstance(found, Instance) for value in found.attrs.values())
    return any(isinstance(option, Unknown) for value in values for option in options(value))


def _note(call: Call, ids: list[int]) -> None:
    hidden = tuple(each for module in call.receivers() for each in hidden_in(call.host, module))
    if hidden:
        call.host.log.add(Enumerated(call.host.visit(call.place), frozenset(ids), hidden))


def _recurse(call: Call, index: int) -> bool:
    flag = call.arg(index, "recurse")
    return flag is None or call.host.truth(flag) is not False


@handles("Module.parameters", "Module.buffers")
def parameters(call: Call) -> Value:
    kind = call.name.rpartition(".")[2].removesuffix("s")
    ids = [id for module in call.receivers() for _, id in parameters_of(call.host, module, kind, _recurse(call, 1))]
    _note(call, ids)
    groups = _groups(call)
    known: list[Value] = [Ref(id) for id in dict.fromkeys(ids) if id not in groups]
    rest: list[Value] = [Ref(id) for id in groups if id in ids]
    inside: list[Value] = [Ref(id) for id in _inside(call)] if kind == "parameter" else []
    return _iterator(call, known, [*rest, *inside], all(groups.values()) and not inside)


def _inside(call: Call) -> list[int]:
    """Parameters that code which is not read was given, and may have registered."""
    return list(dict.fromkeys(id for module in call.receivers() for id in registered_inside(call.host, module)))


def _groups(call: Call) -> dict[int, bool]:
    """The tensors that stand for parameters of unknown number, and whether all of those are here."""
    groups: dict[int, bool] = {}
    for module in call.receivers():
        groups.update(groups_of(call.host, module))
    return groups if len(list(call.receivers())) == 1 else dict.fromkeys(groups, False)


@handles("Module.named_parameters", "Module.named_buffers")
def named_parameters(call: Call) -> Value:
    kind = call.name.rpartition("_")[2].removesuffix("s")
    found = [pair for module in call.receivers() for pair in parameters_of(call.host, module, kind, _recurse(call, 2))]
    _note(call, [id for _, id in found])
    prefix = call.arg(1, "prefix")
    start = f"{prefix.value}." if isinstance(prefix, Literal) and prefix.value else ""
    groups = _groups(call)
    known: list[Value] = [Tuple((literal(start + path), Ref(id))) for path, id in found if id not in groups]
    rest: list[Value] = [Tuple((Plain("str"), Ref(id))) for _, id in found if id in groups]
    inside: list[Value] = [Tuple((Plain("str"), Ref(id))) for id in _inside(call)] if kind == "parameter" else []
    return _iterator(call, known, [*rest, *inside], all(groups.values()) and not inside)


@handles("Module.children", "Module.named_children", "Module.modules", "Module.named_modules")
def submodules(call: Call) -> Value:
    name = call.name.rpartition(".")[2]
    walk = children_of if name.endswith("children") else modules_of
    found = [pair for module in call.receivers() for pair in walk(call.host, module)]
    named = name.startswith("named")
    own = set(call.receivers())
    rest: list[Value] = [any_part(call.host, id, call.place) for id in _unseen_in(call, found)]
    found = [(path, id) for path, id in found if id in own or not _is_part(call, id)]
    many = [id for _, id in found if id not in own and is_summary(call.host.state.heap[id])]
    here = set[int]().union(*(all_here(call.host, id) for id in own)) if many else set[int]()
    known: list[Value] = [Tuple((literal(path), Ref(id))) if named else Ref(id) for path, id in found if id not in many]
    whole = bool(many) and not rest and all(id in here for id in many)
    rest += map(Ref, many)
    return _iterator(call, known, [Tuple((Plain("str"), value)) for value in rest] if named else rest, whole)


def _is_part(call: Call, id: int) -> bool:
    found = call.host.state.heap[id]
    return isinstance(found, Instance) and is_part(found)


def _unseen_in(call: Call, found: list[tuple[str, int]]) -> list[int]:
    """Modules of which more parts may be listed than are known."""
    ids = dict.fromkeys([*call.receivers(), *(id for _, id in found if not _is_part(call, id))])
    return [id for id in ids if isinstance(each := call.host.state.heap[id], Instance) and is_unseen(each)]


@handles("Module.train", "Module.eval")
def train(call: Call) -> Value:
    mode = call.arg(1, "mode")
    training: Tri = False if call.name == "Module.eval" else True if mode is None else call.host.truth(mode)
    for module in call.receivers():
        here = all_here(call.host, module)
        for _, id in modules_of(call.host, module):
            found = call.host.state.heap[id]
            assert isinstance(found, Instance)
            write = call.host.state.heap.put if id in here else call.host.state.heap.__setitem__
            write(id, replace(found, training=training))
        for id in modules_inside(call.host, module):
            found = call.host.state.heap[id]
            assert isinstance(found, Instance)
            call.host.state.heap[id] = replace(found, training=training if found.training is training else None)
    return call.receiver


@handles("Module.share_memory")
def itself(call: Call) -> Value:
    """Gives the module back."""
    return call.receiver


@handles("Module.requires_grad_")
def requires_grad_(call: Call) -> Value:
    flag = call.arg(1, "requires_grad")
    wanted = True if flag is None else call.host.truth(flag)
    for module in call.receivers():
        groups = groups_of(call.host, module)
        for _, id in parameters_of(call.host, module):
            set_requires_grad(call.host, Ref(id), wanted, call.place, whole=groups.get(id, False))
        for id in registered_inside(call.host, module):
            set_requires_grad(call.host, Ref(id), wanted, call.place, sure=False)
    return call.receiver


@handles("Module.zero_grad")
def zero_grad(call: Call) -> Value:
    flag = call.arg(1, "set_to_none")
    for module in call.receivers():
        ids = frozenset(id for _, id in parameters_of(call.host, module))
        call.host.log.add(Cleared(call.host.visit(call.place), ids))
        groups = groups_of(call.host, module)
        for id in ids:
            to_none = True if flag is None else call.host.truth(flag)
            clear(call.host, id, call.place, to_none, whole=groups.get(id, False))
        for id in registered_inside(call.host, module):
            clear_maybe(call.host, id)
    return NONE


@handles(
    *(
        f"Module.{name}"
        for name in ("to", "cuda", "cpu", "float", "double", "half", "bfloat16", "type", "to_empty", "xpu")
    )
)
def moved(call: Call) -> Value:
    """Parameters stay the same objects; only their data changes."""
    host = call.host
    name = call.name.rpartition(".")[2]
    for module in call.receivers():
        for kind in ("parameter", "buffer"):
            for _, id in parameters_of(host, module, kind):
                found = host.state.tensor(id)
                assert found is not None
                dtype, device = _target(call, name, found)
                host.state.heap[id] = replace(found, dtype=dtype, device=device)
    return call.receiver


def _target(call: Call, name: str, found: Tensor) -> tuple[str, str]:
    if name in CAST_DTYPES:
        return CAST_DTYPES[name], found.device
    if name in ("cuda", "cpu", "xpu"):
        return found.dtype, name
    values = [*call.args.positional[1:], *call.args.keywords.values()]
    dtypes = [dtype_named(value) for value in values if dtype_named(value)]
    plain = all(isinstance(v, Plain | Literal) for v in values)
    dtype = dtypes[0] if dtypes else found.dtype if plain else ""
    first = values[0] if values else None
    known = isinstance(first, Literal) and isinstance(first.value, str)
    return dtype, str(first.value) if known and isinstance(first, Literal) else "" if not dtypes else found.device


@handles("Module.state_dict")
def state_dict(call: Call) -> Value:
    """Detached tensors on the same storage, by path; `keep_vars=True` gives the parameters themselves."""
    host = call.host
    keep = call.args.keywords.get("keep_vars")
    items: dict[Value, Value] = {}
    for module in call.receivers():
        for kind in ("parameter", "buffer"):
            for path, id in parameters_of(host, module, kind):
                kept = keep is not None and host.truth(keep)
                items[literal(path)] = Ref(id) if kept else _detached(call, id)
    hidden = any(opaque_of(host, id) for id in call.receivers())
    return host.new(Dict(items, call.unknown("a part of the module that is not seen") if hidden else None))


def _detached(call: Call, id: int) -> Value:
    found = call.host.state.tensor(id)
    assert found is not None
    source, text = flow(call.host.state, Ref(id)), call.host.source(call.place)
    lost = severed(call.host.state, source, Cut("detach", call.place, text))
    why = "a detached entry of a state dict"
    return constant(call.host, call.place, why, dtype=found.dtype, device=found.device, lost=lost)


@handles("Module.load_state_dict")
def load_state_dict(call: Call) -> Value:
    """Copies in place: same objects, same flags. `assign=True` makes new parameters with the old flags."""
    assign = call.args.keywords.get("assign")
    if assign is not None and call.host.truth(assign) is not False:
        for module in call.receivers():
            for _, id in modules_of(call.host, module):
                _replace_parameters(call, id)
    return Plain("object")


def _replace_parameters(call: Call, id: int) -> None:
    host = call.host
    found = host.state.heap[id]
    assert isinstance(found, Instance)
    attrs = dict(found.attrs)
    replaced: list[tuple[str, int]] = []
    for name, kind in found.registered.items():
        value = attrs.get(name)
        old = host.state.heap.get(value.id) if isinstance(value, Ref) else None
        if kind == "parameter" and isinstance(value, Ref) and isinstance(old, Tensor):
            fresh = Tensor(
                old.states, Why(call.place, "replaced by `load_state_dict(assign=True)`"), parameter=True, name=old.name
            )
            attrs[name] = host.new(fresh)
            replaced.append((name, value.id))
    host.state.heap[id] = replace(found, attrs=attrs)
    for name, before in replaced:
        note_replaced(host, id, name, frozenset({before}), call.place)


@handles("Module.apply")
def apply(call: Call) -> Value:
    """Calls the function with each submodule, and with the module itself last."""
    function = call.arg(1, "fn")
    for module in call.receivers():
        for _, id in reversed(modules_of(call.host, module)):
            if function is not None:
                call.host.call(function, Args((Ref(id),)), call.place)
    return call.receiver


@handles("Module.register_buffer", "Module.register_parameter", "Module.add_module", "Module.register_module")
def register(call: Call) -> Value:
    """Registers under a name; a buffer keeps whatever flag its tensor has."""
    kind = {"register_buffer": "buffer", "register_parameter": "parameter"}.get(call.name.rpartition(".")[2], "module")
    name, value = call.arg(1, "name"), call.arg(2, {"buffer": "tensor", "parameter": "param", "module": "module"}[kind])
    if value is None:
        return NONE
    if not (isinstance(name, Literal) and isinstance(name.value, str)):
        set_unnamed(call.host, call.receiver, value, call.place, kind)
        return NONE
    for id in call.receivers():
        if kind != "buffer":
            call.host.set_attribute(Ref(id), name.value, value, call.place)
        found = call.host.state.heap[id]
        assert isinstance(found, Instance)
        registered = {**found.registered, name.value: kind}
        call.host.state.heap[id] = replace(found, attrs={**found.attrs, name.value: value}, registered=registered)
    return NONE


@handles("Module.get_parameter", "Module.get_submodule", "Module.get_buffer")
def get_by_path(call: Call) -> Value:
    found: list[Value] = []
    for path in options(call.arg(1, "target") or NONE):
        if not (isinstance(path, Literal) and isinstance(path.value, str)):
            return _any_of(call)
        value: Value = call.receiver
        for part in filter(None, path.value.split(".")):
            value = call.host.attribute(value, part, call.place)
        found.append(value)
    return choice(found)


def _any_of(call: Call) -> Value:
    """What a path that is not known may lead to."""
    kind = call.name.rpartition("_")[2]
    ids = [
        id
        for module in call.receivers()
        for _, id in (modules_of(call.host, module) if kind == "submodule" else parameters_of(call.host, module, kind))
    ]
    hidden = not ids or any(opaque_of(call.host, id) for id in call.receivers())
    unseen = [call.unknown("the path is not known")] if hidden else []
    return choice([*(Ref(id) for id in dict.fromkeys(ids)), *unseen])


@handles(*(f"Module.{name}" for name in (
    "register_state_dict_pre_hook", "register_load_state_dict_post_hook",
    "extra_repr", "_get_name", "compile")))  # fmt: skip
def harmless(_: Call) -> Value:
    """Has nothing to do with gradients."""
    return Plain("object")
