"""Hooks: functions of the program that a module call or a backward calls back."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import Flow, unite_hooks
from gradsight.domain.grad import Grad, Tri
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.search import Handles, Hooked
from gradsight.domain.state import EITHER, OFF, ON
from gradsight.domain.values import NONE, Library, Literal, Native, Ref, Tuple, Value, choice, literal, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles

KINDS = {
    "register_forward_pre_hook": "*before",
    "register_forward_hook": "*after",
    "register_full_backward_pre_hook": "*backward",
    "register_full_backward_hook": "*backward",
    "register_backward_hook": "*backward",
}
"""The attribute of a module under which each kind of hook is kept."""


def hooks_on_way(host: Host, source: Flow) -> tuple[list[Value], list[Value]]:
    """What a backward from there calls while it runs: hooks and the `backward`s of custom functions; and what it calls with
    leaves whose `.grad` is filled."""
    late = [hook for id in source.reach.may if (tensor := host.state.tensor(id)) is not None for hook in tensor.hooks]
    hooks = dict.fromkeys((*source.hooks, *late))
    return [hook for hook in hooks if not _is_after(hook)], [hook for hook in hooks if _is_after(hook)]


AFTER = "post_accumulate"


def _is_after(hook: Value) -> bool:
    return isinstance(hook, Native) and hook.name == AFTER


def run_hooks(host: Host, hooks: list[Value], create_graph: Tri, place: Place) -> None:
    """Calls them with gradients; it is recorded only under `create_graph`."""
    records = EITHER if create_graph is None else ON if create_graph else OFF
    with host.switched(replace(host.state.mode, grad=records)):
        for hook in hooks:
            host.call(hook, Args((gradient(host, create_graph, place),)), place)


def gradient(host: Host, create_graph: Tri, place: Place) -> Ref:
    """A gradient that backward hands on."""
    states = Grad.CONSTANT if create_graph is False else Grad.CONSTANT | Grad.TRACKED
    return host.new(Tensor(states, Why(place, "a gradient on its way back"), statement=host.statement))


def hook_on(host: Host, value: Value, hook: Value) -> None:
    """Hangs a hook on each tensor that a value is or holds."""
    for option in value.items if isinstance(value, Tuple) else options(value):
        tensor = host.state.tensor(option.id) if isinstance(option, Ref) else None
        if isinstance(option, Ref) and tensor is not None and tensor.states != Grad.CONSTANT:
            host.state.heap[option.id] = replace(tensor, hooks=unite_hooks(tensor.hooks, (hook,)))


@handles("torch.Tensor.register_hook")
def register_hook(call: Call) -> Value:
    """Called with the gradient at each backward through the tensor."""
    return _on_tensor(call, call.arg(1, "hook") or NONE)


@handles("torch.Tensor.register_post_accumulate_grad_hook")
def register_post_accumulate_grad_hook(call: Call) -> Value:
    """Called with the leaf itself once its `.grad` is filled."""
    return _on_tensor(call, Native(AFTER, _with_leaf, (call.arg(1, "hook") or NONE, call.receiver)))


def _with_leaf(host: Host, hook: Value, leaf: Value, _: Args, place: Place) -> Value:
    return host.call(hook, Args((leaf,)), place)


def _on_tensor(call: Call, hook: Value) -> Value:
    tensors = [call.host.state.tensor(id) for id in call.receivers()]
    if all(tensor is not None and tensor.states == Grad.CONSTANT for tensor in tensors):
        call.host.fail()
    hook_on(call.host, call.receiver, hook)
    return _handle(call, hook, "")


@handles(*(f"Module.{name}" for name in KINDS))
def register_on_module(call: Call) -> Value:
    """Called around each call of the module, or at each backward through its outputs."""
    kind, hook = KINDS[call.name.rpartition(".")[2]], call.arg(1, "hook") or NONE
    with_keywords = call.args.keywords.get("with_kwargs")
    if with_keywords is not None and call.host.truth(with_keywords):
        hook = Native("with_kwargs", _with_keywords, (hook,))
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Instance)
        call.host.state.heap[id] = replace(found, attrs={**found.attrs, kind: Tuple((*hooks_of(found, kind), hook))})
    return _handle(call, hook, kind)


def _with_keywords(host: Host, hook: Value, args: Args, place: Place) -> Value:
    """A hook that takes the keyword arguments too, after the positional ones."""
    return host.call(hook, Args((*args.positional[:2], host.new(Dict({})), *args.positional[2:])), place)


def hooks_of(found: Instance, kind: str) -> tuple[Value, ...]:
    """The hooks of one kind of a module."""
    hooks = found.attrs.get(kind)
    return hooks.items if isinstance(hooks, Tuple) else ()


def _handle(call: Call, hook: Value, kind: str) -> Value:
    attrs = {"*owner": call.receiver, "*hook": hook, "*kind": literal(kind)}
    return call.host.new(Instance(Library("torch.utils.hooks.RemovableHandle"), attrs, place=call.place))


@handles("torch.utils.hooks.RemovableHandle.remove")
def remove(call: Call) -> Value:
    """Takes the hook away again, also from what was computed while it was there."""
    host = call.host
    for id in call.receivers():
        handle = host.state.heap[id]
        owner = handle.attrs.get("*owner") if isinstance(handle, Instance) else None
        for option in () if owner is None else options(owner):
            if isinstance(option, Ref) and isinstance(handle, Instance):
                host.state.heap[id] = replace(handle, attrs={})
                _remove(host, option.id, handle.attrs["*hook"], handle.attrs["*kind"])
    return NONE


def _remove(host: Host, id: int, hook: Value, kind: Value) -> None:
    found = host.state.heap.get(id)
    if isinstance(found, Tensor):
        for each in [id, *_behind(host, id, hook)]:
            tensor = host.state.tensor(each)
            if tensor is not None:
                others = tuple(other for other in tensor.hooks if other != hook)
                host.state.heap[each] = replace(tensor, hooks=others)
    elif isinstance(found, Instance) and isinstance(kind, Literal):
        name = str(kind.value)
        kept = Tuple(tuple(each for each in hooks_of(found, name) if each != hook))
        host.state.heap[id] = replace(found, attrs={**found.attrs, name: kept})


def _behind(host: Host, id: int, hook: Value) -> list[int]:
    """The tensors that pass a gradient on to that one alone of those that have the hook."""
    heap = host.state.heap
    handles = [found for each in heap.search(Handles(hook=hook)) if isinstance(found := heap[each], Instance)]
    owners = [
        option.id
        for handle in handles
        for option in options(handle.attrs.get("*owner", NONE))
        if isinstance(option, Ref) and option.id != id
    ]
    hooked = [(each, host.state.tensor(each)) for each in heap.search(Hooked(frozenset({id}), hook))]
    return [each for each, found in hooked if found is not None and found.reach.may.isdisjoint(owners)]


def before_call(host: Host, module: Ref, found: Instance, args: Args, place: Place) -> Args:
    """The arguments after the hooks that run before a module is called."""
    for hook in hooks_of(found, "*before"):
        changed = host.call(hook, Args((module, Tuple(args.positional))), place)
        given = [option for option in options(changed) if option != NONE]
        if len(given) == 1 and isinstance(given[0], Tuple):
            args = Args(given[0].items, args.keywords, args.more)
        elif given:
            first = [*(args.positional[:1] if NONE in options(changed) else ()), *given]
            args = Args((choice(first), *args.positional[1:]), args.keywords, args.more)
    return args


def after_call(host: Host, module: Ref, found: Instance, args: Args, result: Value, place: Place) -> Value:
    """The result after the hooks that run after a module was called: what one gives back takes its place."""
    for hook in hooks_of(found, "*after"):
        changed = host.call(hook, Args((module, Tuple(args.positional), result)), place)
        given = [option for option in options(changed) if option != NONE]
        if given:
            result = choice([result, *given] if len(given) < len(options(changed)) else given)
    for hook in hooks_of(found, "*backward"):
        hook_on(host, result, Native("backward_hook", _module_backward, (module, hook)))
    return result


def _module_backward(host: Host, module: Value, hook: Value, args: Args, place: Place) -> Value:
    """`hook(module, grad_input, grad_output)`: an input that needs no gradient has None."""
    inputs = host.new(Sequence("tuple", (), choice([args.positional[0], NONE]), True))
    return host.call(hook, Args((module, inputs, Tuple(args.positional[:1]))), place)
