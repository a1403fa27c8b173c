"""`torch.autograd.Function`: the program's own `forward` and `backward`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import CUSTOM, Flow, flow, flows
from gradsight.domain.objects import Instance, Tensor
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import NONE, Class, Library, Literal, Native, Plain, Ref, Tuple, Value, literal, options
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.hooks import hook_on
from gradsight.knowledge.torch.inplace import write
from gradsight.knowledge.torch.results import Result, make

CONTEXT = "torch.autograd.FunctionCtx"


@handles("torch.autograd.Function.apply")
def apply(call: Call) -> Value:
    """Runs `forward` unrecorded; its outputs require grad if an input does, unless marked otherwise."""
    host, cls, inputs = call.host, call.receiver, call.args.positional[1:]
    source = flows(host.state, inputs)
    forward = host.attribute(cls, "forward", call.place) if isinstance(cls, Class) else None
    if forward is None:
        return make(host, source, call.place)
    needed = Tuple(tuple(_needs_grad(flow(host.state, value)) for value in inputs))
    context = host.new(Instance(Library(CONTEXT), {"needs_input_grad": needed}, place=call.place))
    separate = host.has(cls, "setup_context")
    with host.switched(Mode(OFF)):
        result = host.call(forward, Args(inputs if separate else (context, *inputs)), call.place)
        if separate:
            setup = host.attribute(cls, "setup_context", call.place)
            host.call(setup, Args((context, Tuple(inputs), result)), call.place)
    # `backward` may return None for an input, so what lies behind is reached for certain only if it is run.
    source = replace(source, reach=source.reach.possibly())
    outside = _outputs(host, context, result, source, call.place)
    _saved(host, context, result, outside)
    count = len(outside.items) if isinstance(outside, Tuple) else 1
    hook_on(host, outside, Native(CUSTOM, _backward, (cls, context, literal(count))))
    return outside


def _needs_grad(found: Flow) -> Value:
    return Plain("bool") if found.possible and not found.certain else literal(found.certain)


def _outputs(host: Host, context: Ref, result: Value, source: Flow, place: Place) -> Value:
    """What `apply` gives for what `forward` gave; an input that was changed in place comes back itself."""
    if isinstance(result, Tuple):
        return Tuple(tuple(_outputs(host, context, item, source, place) for item in result.items))
    found = host.state.heap.get(result.id) if isinstance(result, Ref) else None
    if isinstance(result, Ref) and isinstance(found, Tensor):
        if result.id in _ids(host, context, "*dirty"):
            write(host, result, source, place)
            return result
        follows = result.id not in _ids(host, context, "*constant")
        return make(host, source, place, Result(follows=follows, dtype=found.dtype, device=found.device))
    return result if isinstance(result, Literal) else make(host, source, place)


def _ids(host: Host, context: Ref, name: str) -> frozenset[int]:
    """The tensors that a method of the context was given."""
    found = host.state.heap.get(context.id)
    marked = found.attrs.get(name) if isinstance(found, Instance) else None
    if not isinstance(marked, Tuple):
        return frozenset()
    return frozenset(option.id for value in marked.items for option in options(value) if isinstance(option, Ref))


def _saved(host: Host, context: Ref, result: Value, outside: Value) -> None:
    """A saved output comes back as it is outside, in the graph."""
    found = host.state.heap[context.id]
    saved = found.attrs.get("saved_tensors") if isinstance(found, Instance) else None
    if isinstance(saved, Tuple) and isinstance(found, Instance):
        inner = result.items if isinstance(result, Tuple) else (result,)
        outer = outside.items if isinstance(outside, Tuple) else (outside,)
        same = dict(zip(inner, outer, strict=True))
        tensors = Tuple(tuple(same.get(value, value) for value in saved.items))
        host.state.heap[context.id] = replace(found, attrs={**found.attrs, "saved_tensors": tensors})


def _backward(host: Host, cls: Value, context: Value, count: Value, args: Args, place: Place) -> Value:
    """`backward(ctx, *gradients)`, one gradient for each output."""
    function = host.attribute(cls, "backward", place)
    number = count.value if isinstance(count, Literal) and isinstance(count.value, int) else 1
    return host.call(function, Args((context, *args.positional[:1] * number)), place)


MARKS = {"mark_non_differentiable": "*constant", "mark_dirty": "*dirty", "save_for_backward": "saved_tensors"}


@handles(*(f"{CONTEXT}.{name}" for name in MARKS))
def mark(call: Call) -> Value:
    """Keeps the tensors that it is given."""
    name = MARKS[call.name.rpartition(".")[2]]
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Instance)
        attrs = {**found.attrs, name: Tuple(call.args.positional[1:])}
        call.host.state.heap[id] = replace(found, attrs=attrs)
    return NONE


@handles(f"{CONTEXT}.set_materialize_grads")
def set_materialize_grads(_: Call) -> Value:
    return NONE
