"""Optimizers: the tensors that they hold, `step` and `zero_grad`."""

from __future__ import annotations

from gradsight.domain.events import Fault, Fine, Held, Wanted
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Dict, Optimizer, Sequence, Tensor
from gradsight.domain.values import NONE, Choice, Literal, Method, Plain, Ref, Tuple, Value, choice, literal, options
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.grads import clear


def make_optimizer(host: Host, name: str, args: Args, place: Place) -> Value:
    """A new optimizer; torch refuses tensors that are no leaves."""
    params = args.positional[0] if args.positional else args.keywords.get("params")
    held = _tensors(host, params) if params is not None else Sequence("list", ())
    at = args.places[0] if args.places else place
    for value in (*held.items, *(() if held.rest is None else (held.rest,))):
        _check(host, value, at, place)
    made = host.new(Optimizer(name, host.new(held), place))
    host.log.add(Held(host.visit(place), frozenset(held_ids(host, made.id)), host.statement))
    return made


def _check(host: Host, value: Value, at: Place, place: Place) -> None:
    members = [option for option in options(value) if isinstance(option, Ref)]
    tensors = [(m.id, t) for m in members if (t := host.state.tensor(m.id)) is not None]
    bad = [(id, t) for id, t in tensors if t.states == Grad.TRACKED and not t.retains]
    if bad and len(bad) == len(options(value)):
        host.log.add(Fault(host.visit(at), "optimizer-on-non-leaf", bad[0][1], frozenset(id for id, _ in bad), other=place))
        host.fail(place)
    else:
        host.log.add(Fine(host.visit(at), "optimizer-on-non-leaf"))


def _tensors(host: Host, params: Value) -> Sequence:
    """All tensors of all groups."""
    items = host.iterate(params)
    known: list[Value] = []
    rest: list[Value] = []
    for value in items.known:
        _add(host, value, known, rest)
    if items.rest is not None:
        _add(host, items.rest, rest, rest)
    return Sequence("list", tuple(known), choice(rest) if rest else None)


def _add(host: Host, value: Value, known: list[Value], rest: list[Value]) -> None:
    """A tensor, a pair of name and tensor, or a group with its `params`."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Dict):
        inner = found.items.get(literal("params"), found.rest)
        if inner is not None:
            group = host.state.heap.get(inner.id) if isinstance(inner, Ref) else None
            more = Sequence("list", (inner,)) if isinstance(group, Tensor) else _tensors(host, inner)
            known.extend(more.items)
            rest.extend(() if more.rest is None else (more.rest,))
    elif isinstance(value, Tuple) and len(value.items) == 2 and isinstance(value.items[0], Literal):
        known.append(value.items[1])
    elif isinstance(value, Choice):
        rest.extend(option for option in value.options)
    else:
        known.append(value)


def held_ids(host: Host, id: int) -> list[int]:
    """The ids of the tensors that an optimizer holds."""
    found = host.state.heap[id]
    if not isinstance(found, Optimizer):
        return []
    items = host.iterate(found.params)
    values = (*items.known, *(() if items.rest is None else (items.rest,)))
    return [o.id for value in values for o in options(value) if isinstance(o, Ref) and host.state.tensor(o.id) is not None]


def optimizer_attribute(host: Host, value: Ref, found: Optimizer, name: str) -> Value:
    """`param_groups`, `state`, or a method."""
    if name == "param_groups":
        group = host.new(Dict({literal("params"): found.params}, Plain("object")))
        return host.new(Sequence("list", (group,)))
    return Plain("object") if name in ("state", "defaults") else Method(value, name)


@handles("Optimizer.step")
def step(call: Call) -> Value:
    """Wants a gradient for all that it holds; a closure is run first."""
    host = call.host
    closure = call.arg(1, "closure")
    result: Value = NONE
    if closure is not None and closure != NONE:
        result = host.call(closure, Args(), call.place)
    for id in call.receivers():
        host.log.add(Wanted(host.visit(call.place), frozenset(held_ids(host, id)), "step"))
    return result


@handles("Optimizer.zero_grad")
def zero_grad(call: Call) -> Value:
    flag = call.arg(1, "set_to_none")
    for id in call.receivers():
        for tensor in held_ids(call.host, id):
            clear(call.host, tensor, call.place, flag is None or call.host.truth(flag) is not False)
    return NONE


@handles("Optimizer.add_param_group")
def add_param_group(call: Call) -> Value:
    host, group = call.host, call.arg(1, "param_group")
    for id in call.receivers():
        found = host.state.heap[id]
        if isinstance(found, Optimizer) and group is not None:
            known: list[Value] = []
            rest: list[Value] = []
            _add(host, group, known, rest)
            before = host.iterate(found.params)
            more = [v for v in (before.rest, *rest) if v is not None]
            all_of = Sequence("list", (*before.known, *known), choice(more) if more else None)
            host.state.heap[id] = Optimizer(found.cls, host.new(all_of), found.place)
    return NONE


@handles("Optimizer.state_dict", "Optimizer.load_state_dict", "Optimizer.register_step_post_hook", "Optimizer.register_step_pre_hook",
         "Optimizer.train", "Optimizer.eval")  # fmt: skip
def harmless(call: Call) -> Value:
    return Plain("object")


