"""Weights that a module computes from its parameters: `torch.nn.utils.parametrize`, pruning, and the older weight norms.

A parametrized weight is computed at each reading; what the older functions and pruning set is computed before each call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.flow import flows
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Instance, Tensor
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import NONE, Bound, Library, Literal, Native, Plain, Ref, Tuple, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.layers import COMPUTED
from gradsight.knowledge.torch.results import Result, constant, make

PARAMETRIZED = "parametrizations"
"""The attribute under which a module has its parametrizations."""


@handles("torch.nn.utils.parametrizations.weight_norm", "torch.nn.utils.parametrizations.spectral_norm",
         "torch.nn.utils.parametrizations.orthogonal", "torch.nn.utils.parametrize.register_parametrization")  # fmt: skip
def parametrize(call: Call) -> Value:
    """The parameter goes below `parametrizations` and its name gives what is computed from it; `weight_norm` makes two new ones."""
    function = call.arg(2, "parametrization") if call.name.endswith("register_parametrization") else None
    attribute = _text(call.arg(1, "tensor_name", call.args.keywords.get("name"))) or "weight"
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Instance) and attribute in found.attrs:
            _parametrize(call, id, attribute, function)
    return call.receiver


def _parametrize(call: Call, id: int, name: str, function: Value | None) -> None:
    host = call.host
    listed = _list_of(host, id, name)
    if listed is None:
        found = host.state.heap[id]
        assert isinstance(found, Instance)
        inside = _originals(call, found, name)
        listed = _module(host, "torch.nn.ModuleList", inside, dict.fromkeys(inside, _kind(found, name)), call.place)
        _take_out(host, id, name)
        _put(host, _all_of(host, id, call.place), {name: listed}, "module")
        _put(host, id, {name: Native(COMPUTED, _compute, (listed,))}, "")
    number = str(sum(key.isdigit() for key in _instance(host, listed.id).attrs))
    child = function if function is not None else _module(host, "torch.nn.Module", {}, {}, call.place)
    inverse = host.attribute(child, "right_inverse", call.place)
    if isinstance(inverse, Bound):
        with host.switched(Mode(OFF)):
            host.call(inverse, Args((_instance(host, listed.id).attrs["original"],)), call.place)
    _put(host, listed.id, {number: child}, "module" if isinstance(child, Ref) else "")
    host.call(_instance(host, id).attrs[name], Args(), call.place)


def _originals(call: Call, found: Instance, name: str) -> dict[str, Value]:
    """What the list of parametrizations keeps: the parameter itself, or what a norm and a direction are made of."""
    old = found.attrs[name]
    if not call.name.endswith("weight_norm"):
        return {"original": old}
    path = f"{PARAMETRIZED}.{name}.original"
    return {f"original{index}": call.host.new(_fresh(call, old, f"{path}{index}")) for index in range(2)}


def _fresh(call: Call, old: Value, name: str) -> Tensor:
    """A new parameter that asks for a gradient where the old one did."""
    found = call.host.state.tensor(old.id) if isinstance(old, Ref) else None
    why = Why(call.place, "a parameter of the parametrization")
    states = Grad.LEAF if found is None else found.states
    return Tensor(states, why, parameter=True, dtype="float32", name=name)


def _compute(host: Host, listed: Value, _: Args, place: Place) -> Value:
    """The weight: what the parametrizations make of the original, one after the other."""
    assert isinstance(listed, Ref)
    found = _instance(host, listed.id)
    originals = [value for key, value in found.attrs.items() if key.startswith("original")]
    steps = [found.attrs[key] for key in found.attrs if key.isdigit()]
    result: Value = originals[0]
    for step in steps:
        inner = host.state.heap.get(step.id) if isinstance(step, Ref) else None
        if isinstance(inner, Instance) and inner.cls == Library("torch.nn.Module"):
            source = flows(host.state, [result, *originals[1:]])
            result = make(host, source, place, Result(dtype="float32", text="computed by a parametrization"))
        else:
            result = host.call(step, Args((result, *originals[1:])), place)
            originals = originals[:1]
    return result


@handles("torch.nn.utils.parametrize.remove_parametrizations")
def remove_parametrizations(call: Call) -> Value:
    """The name is a parameter again: the same one, where it was kept as one."""
    name = _text(call.arg(1, "tensor_name"))
    for id in call.receivers():
        listed = None if name is None else _list_of(call.host, id, name)
        if name is not None and listed is not None:
            with call.host.switched(Mode(OFF)):
                _compute(call.host, listed, Args(), call.place)
            kept = _instance(call.host, listed.id).attrs
            value = kept.get("original") or call.host.new(_fresh(call, kept["original0"], name))
            _take_out(call.host, id, name)
            _take_out(call.host, _all_of(call.host, id, call.place), name)
            _put(call.host, id, {name: value}, "parameter")
    return call.receiver


@handles("torch.nn.utils.parametrize.is_parametrized")
def is_parametrized(_: Call) -> Value:
    return Plain("bool")


@handles("torch.nn.utils.weight_norm", "torch.nn.utils.spectral_norm")
def weight_norm(call: Call) -> Value:
    """New parameters take the place of the old one, and the weight is computed from them before each call."""
    name = _text(call.arg(1, "name")) or "weight"
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Instance) and name in found.attrs:
            old = found.attrs[name]
            new = (f"{name}_g", f"{name}_v") if call.name.endswith("weight_norm") else (f"{name}_orig",)
            fresh: dict[str, Value] = {each: call.host.new(_fresh(call, old, each)) for each in new}
            _take_out(call.host, id, name)
            _put(call.host, id, fresh, "parameter")
            _compute_before_calls(call, id, name, new)
    return call.receiver


@handles(*(f"torch.nn.utils.prune.{method}" for method in (
    "identity", "random_unstructured", "l1_unstructured", "random_structured", "ln_structured", "custom_from_mask")))  # fmt: skip
def prune(call: Call) -> Value:
    """The parameter is now called `NAME_orig`, and `NAME` is what a mask leaves of it, computed before each call."""
    name = _text(call.arg(1, "name"))
    for id in call.receivers() if name is not None else ():
        _prune(call, id, str(name))
    return call.receiver


@handles("torch.nn.utils.prune.global_unstructured")
def prune_all(call: Call) -> Value:
    """The same for each pair of a module and a name."""
    for pair in call.host.iterate(call.receiver).known:
        if isinstance(pair, Tuple) and len(pair.items) == 2 and isinstance(pair.items[0], Ref):
            name = _text(pair.items[1])
            if name is not None:
                _prune(call, pair.items[0].id, name)
    return NONE


def _prune(call: Call, id: int, name: str) -> None:
    found, kept = call.host.state.heap[id], f"{name}_orig"
    if isinstance(found, Instance) and name in found.attrs:
        if kept not in found.attrs:
            old = found.attrs[name]
            _take_out(call.host, id, name)
            _put(call.host, id, {kept: old}, "parameter")
            mask = constant(call.host, call.place, "the mask of a pruned parameter", dtype="float32")
            _put(call.host, id, {f"{name}_mask": mask}, "buffer")
        _compute_before_calls(call, id, name, (kept,))


@handles("torch.nn.utils.prune.remove", "torch.nn.utils.remove_weight_norm", "torch.nn.utils.remove_spectral_norm")
def remove(call: Call) -> Value:
    """The name is a parameter again: after pruning the one that it was."""
    name = _text(call.arg(1, "name")) or "weight"
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Instance):
            old = found.attrs.get(f"{name}_orig", found.attrs.get(f"{name}_v", NONE))
            value = old if call.name.endswith("prune.remove") else call.host.new(_fresh(call, old, name))
            for each in ("", "_orig", "_mask", "_g", "_v"):
                _take_out(call.host, id, f"{name}{each}")
            before = [hook for hook in _before(_instance(call.host, id)) if _computed_by(hook) != name]
            _put(call.host, id, {"*before": Tuple(tuple(before))}, "")
            _put(call.host, id, {name: value}, "parameter")
    return call.receiver


@handles("torch.nn.utils.prune.is_pruned")
def is_pruned(_: Call) -> Value:
    return Plain("bool")


def _compute_before_calls(call: Call, id: int, name: str, sources: Iterable[str]) -> None:
    names = Tuple(tuple(literal(each) for each in (name, *sources)))
    hook = Native(COMPUTED, _recompute, (names,))
    before = [each for each in _before(_instance(call.host, id)) if _computed_by(each) != name]
    _put(call.host, id, {"*before": Tuple((*before, hook))}, "")
    call.host.call(hook, Args((Ref(id),)), call.place)


def _recompute(host: Host, names: Value, args: Args, place: Place) -> Value:
    """The hook: sets the weight that the module's forward reads."""
    assert isinstance(names, Tuple)
    name, *sources = [str(each.value) for each in names.items if isinstance(each, Literal)]
    module = args.positional[0]
    if isinstance(module, Ref):
        found = _instance(host, module.id)
        source = flows(host.state, [found.attrs[each] for each in sources if each in found.attrs])
        text = f"`{name}` computed from {' and '.join(f'`{each}`' for each in sources)}"
        _put(host, module.id, {name: make(host, source, place, Result(dtype="float32", text=text))}, "")
    return NONE


def _before(found: Instance) -> tuple[Value, ...]:
    hooks = found.attrs.get("*before")
    return hooks.items if isinstance(hooks, Tuple) else ()


def _computed_by(hook: Value) -> str:
    """The attribute that such a hook sets."""
    names = hook.bound[0] if isinstance(hook, Native) and hook.name == COMPUTED else None
    first = names.items[0] if isinstance(names, Tuple) else None
    return str(first.value) if isinstance(first, Literal) else ""


def _text(value: Value | None) -> str | None:
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _kind(found: Instance, name: str) -> str:
    return found.registered.get(name, "parameter")


def _instance(host: Host, id: int) -> Instance:
    found = host.state.heap[id]
    assert isinstance(found, Instance)
    return found


def _list_of(host: Host, id: int, name: str) -> Ref | None:
    """The parametrizations of one name."""
    table = _instance(host, id).attrs.get(PARAMETRIZED)
    found = _instance(host, table.id).attrs.get(name) if isinstance(table, Ref) else None
    return found if isinstance(found, Ref) else None


def _all_of(host: Host, id: int, place: Place) -> int:
    """The table of all parametrizations of a module, made where there is none."""
    table = _instance(host, id).attrs.get(PARAMETRIZED)
    if not isinstance(table, Ref):
        table = _module(host, "torch.nn.ModuleDict", {}, {}, place)
        _put(host, id, {PARAMETRIZED: table}, "module")
    return table.id


def _module(host: Host, cls: str, attrs: dict[str, Value], registered: dict[str, str], place: Place) -> Ref:
    return host.new(Instance(Library(cls), attrs, registered, module=True, place=place))


def _put(host: Host, id: int, attrs: dict[str, Value], kind: str) -> None:
    found = _instance(host, id)
    registered = {**found.registered, **dict.fromkeys(attrs, kind)} if kind else found.registered
    host.state.heap[id] = replace(found, attrs={**found.attrs, **attrs}, registered=registered)


def _take_out(host: Host, id: int, name: str) -> None:
    found = _instance(host, id)
    attrs = {key: value for key, value in found.attrs.items() if key != name}
    registered = {key: kind for key, kind in found.registered.items() if key != name}
    host.state.heap[id] = replace(found, attrs=attrs, registered=registered)
