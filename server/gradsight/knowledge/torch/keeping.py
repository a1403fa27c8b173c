"""What code that is not read may hold on to: tensors, modules and containers that a module was given by a constructor or a method.

What such a module computes later may depend on all of it, and its `parameters()` may list what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gradsight.domain.flow import CALM, Flow, flow, of_tensor
from gradsight.domain.objects import Instance, Tensor
from gradsight.domain.values import Bound, Function, Ref, Unknown, Value, choice, options
from gradsight.domain.walk import contents, parts
from gradsight.domain.why import Why
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.parameters import modules_of, parameters_of

GIVEN = "*given"
"""The attribute under which a module keeps all that it was given, as options of one value."""
WHOLE = "*whole"
"""The attribute of a part: the module it belongs to, which has what is set on the part."""
DEEPEST = 3
MOST = 16


def keep(host: Host, id: int, args: Args) -> None:
    """The module may hold on to these arguments."""
    found = host.state.heap[id]
    new = [value for value in args.all() if _matters(host, value)]
    if not new or not isinstance(found, Instance):
        return
    before = found.attrs.get(GIVEN)
    value = choice([*(() if before is None else (before,)), *new])
    if len(options(value)) > MOST:
        value = Unknown(found.opaque or Why(host.statement, "it was given more than is followed"), tainted=True)
    if value != before:
        host.state.heap[id] = replace(found, attrs={**found.attrs, GIVEN: value})


def _matters(host: Host, value: Value) -> bool:
    match value:
        case Ref():
            return True
        case Function() | Bound():
            return True
        case Unknown(tainted=tainted):
            return tainted
    return any(_matters(host, part) for part in parts(value))


def kept(host: Host, id: int) -> Flow:
    """The flow of what a module, and what is below it, may hold on to: a gradient may go back to any of it."""
    result = CALM
    seen: dict[int, None] = {}
    for value in _given_below(host, id):
        for each in _reached(host, value, 0, seen):
            result = result.and_(each)
    return result.or_(CALM) if result.reach.may or result.reach.hidden or result.lost else CALM


def kept_parameters(host: Host, id: int) -> frozenset[int]:
    """The tensors among them, those in modules and containers included."""
    return frozenset(_kept_ids(host, id))


def registered_inside(host: Host, id: int) -> list[int]:
    """The parameters among them that the module may have registered where nobody sees it."""
    seen = {id for _, id in parameters_of(host, id)}
    tensors = ((each, host.state.tensor(each)) for each in _kept_ids(host, id) if each not in seen)
    return [each for each, found in tensors if found is not None and found.parameter]


def modules_inside(host: Host, id: int) -> list[int]:
    """The modules among them, and those below these."""
    inside = (each for each in _kept_ids(host, id) if isinstance(host.state.heap.get(each), Instance))
    return list(dict.fromkeys(module for each in inside for _, module in modules_of(host, each)))


def _kept_ids(host: Host, id: int) -> list[int]:
    seen: dict[int, None] = {}
    for value in _given_below(host, id):
        for _ in _reached(host, value, 0, seen):
            pass
    return list(seen)


def given_to(host: Host, id: int) -> list[Value]:
    """All that a module, or what a part belongs to, was given."""
    found = host.state.heap.get(id)
    whole = found.attrs.get(WHOLE) if isinstance(found, Instance) else None
    ids = [id, *(option.id for option in options(whole) if isinstance(option, Ref))] if whole is not None else [id]
    return list(dict.fromkeys(value for each in ids for value in _given_below(host, each)))


def _given_below(host: Host, id: int) -> Iterator[Value]:
    for _, module in modules_of(host, id):
        found = host.state.heap[module]
        if isinstance(found, Instance) and GIVEN in found.attrs:
            yield found.attrs[GIVEN]


def _reached(host: Host, value: Value, depth: int, seen: dict[int, None]) -> Iterator[Flow]:
    if isinstance(value, Unknown):
        yield flow(host.state, value)
    if not isinstance(value, Ref):
        for part in parts(value):
            yield from _reached(host, part, depth, seen)
        return
    found = host.state.heap.get(value.id)
    if found is None or value.id in seen or depth > DEEPEST:
        return
    seen[value.id] = None
    if isinstance(found, Tensor):
        yield of_tensor(found, value.id)
    elif isinstance(found, Instance) and found.module:
        yield from _of_module(host, value.id, depth, seen)
    else:
        yield from _of_all(host, contents(found), depth, seen)


def _of_module(host: Host, id: int, depth: int, seen: dict[int, None]) -> Iterator[Flow]:
    for kind in ("parameter", "buffer"):
        yield from _of_all(host, (Ref(each) for _, each in parameters_of(host, id, kind)), depth, seen)
    yield from _of_all(host, _given_below(host, id), depth, seen)


def _of_all(host: Host, values: Iterable[Value], depth: int, seen: dict[int, None]) -> Iterator[Flow]:
    for value in values:
        yield from _reached(host, value, depth + 1, seen)
