"""`torch.autograd.Function`: the program's own `forward` and `backward`."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Fault, Fine
from gradsight.domain.flow import CALM, CUSTOM, Flow, flow, flows, severed
from gradsight.domain.objects import Instance, Tensor
from gradsight.domain.reach import EMPTY, NO_BENDS, NOTHING
from gradsight.domain.state import OFF, Mode
from gradsight.domain.values import (
    NONE,
    Choice,
    Class,
    Library,
    Literal,
    Native,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
    options,
)
from gradsight.domain.why import Cut
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.hooks import hook_on
from gradsight.knowledge.torch.inplace import write
from gradsight.knowledge.torch.results import Result, constant, make

RAW = "*raw"
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
    count = literal(len(result.items) if isinstance(result, Tuple) else 1)
    source = _behind(call, source, _gradients(host, cls, context, count, call.place), inputs)
    outside = _outputs(host, context, result, source, call.place)
    _saved(host, context, result, outside)
    hook_on(host, outside, Native(CUSTOM, _backward, (cls, context, count, Tuple(inputs))))
    return outside


def _gradients(host: Host, cls: Value, context: Value, count: Value, place: Place) -> Value:
    """What `backward` will return, as far as can be told now."""
    with host.result_only():
        gradient = constant(host, place, "a gradient")
        return _call_backward(host, cls, context, count, Args((gradient,)), place)


def _behind(call: Call, source: Flow, gradients: Value, inputs: tuple[Value, ...]) -> Flow:
    """What is reached behind the inputs, each by what `backward` returns for it: a tensor, None, or either."""
    host = call.host
    items = gradients.items if isinstance(gradients, Tuple) else (gradients,)
    if len(items) < len(inputs):
        return replace(source, reach=source.reach.possibly())
    total = CALM
    for value, gradient in zip(inputs, items, strict=False):
        inner = flow(host.state, value)
        none = [option == NONE for option in options(gradient)]
        if all(none):
            place = host.returned(call.receiver, "backward") or call.place
            lost = severed(host.state, inner, Cut("custom", place, host.source(place)))
            inner = replace(inner, reach=EMPTY, lost=lost)
        elif any(none) or not isinstance(gradient, Ref):
            inner = replace(inner, reach=inner.reach.possibly())
        total = total.and_(replace(inner, reach=replace(inner.reach, bent=NO_BENDS, deep=NOTHING)))
    return total


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


def _backward(host: Host, cls: Value, context: Value, count: Value, inputs: Value, args: Args, place: Place) -> Value:
    """Runs `backward`; torch counts what it returns."""
    gradients = _call_backward(host, cls, context, count, args, place)
    given = gradients.items if isinstance(gradients, Tuple) else (gradients,)
    wanted = inputs.items if isinstance(inputs, Tuple) else ()
    at = host.returned(cls, "backward")
    if at is not None and not isinstance(gradients, Choice | Unknown):
        if len(given) < len(wanted) or any(value != NONE for value in given[len(wanted) :]):
            text = f"(expected {len(wanted)}, got {len(given)})"
            needed = frozenset(id for value in wanted[len(given) :] for id in flow(host.state, value).reach.may)
            host.log.add(Fault(host.visit(at), "custom-count", None, needed, text, place))
            host.fail()
        else:
            host.log.add(Fine(host.visit(at), "custom-count"))
    return gradients


def _call_backward(host: Host, cls: Value, context: Value, count: Value, args: Args, place: Place) -> Value:
    """`backward(ctx, *gradients)`, one gradient for each output."""
    function = host.attribute(cls, "backward", place)
    number = count.value if isinstance(count, Literal) and isinstance(count.value, int) else 1
    given = args.positional[:1]
    if number > 1 and _raw(host, context):
        given = (choice([*given, NONE]),)
    return host.call(function, Args((context, *given * number)), place)


def _raw(host: Host, context: Value) -> bool:
    """Whether an output without a gradient may come to `backward` as None instead of zeros."""
    found = host.state.heap.get(context.id) if isinstance(context, Ref) else None
    return isinstance(found, Instance) and RAW in found.attrs


MARKS = {"mark_non_differentiable": "*constant", "mark_dirty": "*dirty", "save_for_backward": "saved_tensors"}


@handles(*(f"{CONTEXT}.{name}" for name in MARKS))
def mark(call: Call) -> Value:
    """Keeps the tensors that it is given."""
    name = MARKS[call.name.rpartition(".")[2]]
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Instance):
            attrs = {**found.attrs, name: Tuple(call.args.positional[1:])}
            call.host.state.heap[id] = replace(found, attrs=attrs)
    return NONE


@handles(f"{CONTEXT}.set_materialize_grads")
def set_materialize_grads(call: Call) -> Value:
    """Keeps whether it may have been given False."""
    flag = call.arg(1, "value")
    if flag is not None and call.host.truth(flag) is not True:
        for id in call.receivers():
            found = call.host.state.heap[id]
            if isinstance(found, Instance):
                call.host.state.heap[id] = replace(found, attrs={**found.attrs, RAW: literal(True)})
    return NONE
