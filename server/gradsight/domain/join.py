"""Where two paths meet.

Objects that both paths already had are joined field by field. Objects that each path made for itself are *matched*
where they stand in the same place (`h = relu(h)` in one branch, `h = tanh(h)` in the other): on each path there is
exactly one of them, so one object stands for both and can still be changed strongly. What cannot be matched becomes
a `Choice`. Objects made since the paths parted that nothing refers to any more are dropped; so a loop that makes the
same things in each round comes to the same state again, and its fixed point is found by comparing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gradsight.domain.collect import collect
from gradsight.domain.flow import unite_hooks
from gradsight.domain.grad import agree, same
from gradsight.domain.match import Matching
from gradsight.domain.objects import Dict, Generator, Instance, Object, Optimizer, Sequence, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.state import Heap, Names, State
from gradsight.domain.values import (
    Bound,
    Method,
    Partial,
    Plain,
    Slice,
    Tuple,
    Unknown,
    Value,
    choice,
)
from gradsight.domain.walk import parts, rebuild, rename, rename_object


@dataclass(frozen=True, slots=True)
class Joined:
    """The state after either path, the extra value with it, which ids became which, and whether `a` did not say it all."""

    state: State
    extra: Value | None
    ids: Mapping[int, int]
    changed: bool


def join(
    a: State, b: State, since: int, a_extra: Value | None = None, b_extra: Value | None = None, widen: bool = False
) -> Joined:
    """Joins two paths that parted when the next id was `since`."""
    collect(a, since, a_extra)
    collect(b, since, b_extra)
    matching = Matching(a, b, since, widen)
    if a_extra is not None and b_extra is not None:
        matching.values(a_extra, b_extra)
    _match_states(a, b, since, matching)
    ids = matching.finish()
    b = _renamed(a, b, ids) if ids else b
    b_extra = None if b_extra is None else rename(b_extra, ids)
    state, changed = _join_states(a, b, matching.summaries)
    extra = a_extra if b_extra is None else b_extra if a_extra is None else join_values(a_extra, b_extra)
    return Joined(state, extra, ids, changed)


def _match_states(a: State, b: State, since: int, matching: Matching) -> None:
    for scope, names in a.scopes.items():
        others = b.scopes.get(scope)
        if others is not None and others is not names:
            for name in names.keys() & others.keys():
                matching.values(names[name], others[name])
    for id, mine in a.heap.items():
        if id < since:
            theirs = b.heap.get(id)
            if theirs is not None and theirs is not mine:
                _match_objects(mine, theirs, matching)


def _match_objects(mine: Object, theirs: Object, matching: Matching) -> None:
    from gradsight.domain.match import pairs

    for u, v in pairs(mine, theirs):
        matching.values(u, v)


def _renamed(a: State, b: State, ids: Mapping[int, int]) -> State:
    """`b` with the ids of `a`."""
    heap = Heap(b.heap.clock)
    for id, found in b.heap.items():
        written = b.heap.stamps[id]
        if a.heap.get(id) is not found:
            found = rename_object(found, ids)
        id = ids.get(id, id)
        there = heap.get(id)
        heap[id] = found if there is None else _summary(there, found)
        heap.stamps[id] = written
    scopes: dict[int, Names] = {}
    for scope, names in b.scopes.items():
        if a.scopes.get(scope) is not names:
            names = {name: rename(value, ids) for name, value in names.items()}
        scopes[ids.get(scope, scope)] = names
        heap.stamps[ids.get(scope, scope)] = b.written(scope)
    return State(heap, scopes, b.mode, b.certain, b.dead)


def _summary(one: Object, other: Object) -> Object:
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return replace(join_tensors(one, other), summary=True)
    return one


def _join_states(a: State, b: State, summaries: set[int]) -> tuple[State, bool]:
    mode = a.mode.join(b.mode)
    changed = mode != a.mode
    heap = a.heap.copy()
    for id, stamp in b.heap.stamps.items():
        if stamp > heap.stamps.get(id, 0):
            heap.stamps[id] = stamp
    for id, theirs in b.heap.items():
        mine = heap.get(id)
        if mine is theirs:
            continue
        heap[id] = joined = theirs if mine is None else join_objects(mine, theirs)
        changed = changed or joined != mine
    for id in summaries:
        found = heap.get(id)
        if isinstance(found, Tensor) and not found.summary:
            heap[id], changed = replace(found, summary=True), True
    scopes = dict(a.scopes)
    for scope, others in b.scopes.items():
        names = scopes.get(scope)
        if names is not others:
            scopes[scope] = joined_names = others if names is None else _join_names(names, others)
            changed = changed or joined_names is not names
    return State(heap, scopes, mode, a.certain and b.certain), changed


def _join_names(mine: Names, theirs: Names) -> Names:
    """A name that is bound on one path only keeps its value: reading it on the other would raise.

    Answers `mine` itself where nothing is new.
    """
    joined = dict(mine)
    for name, value in theirs.items():
        before = joined.get(name)
        if before is not value:
            joined[name] = value if before is None else join_values(before, value)
    return mine if joined == mine else joined


def join_values(u: Value, v: Value) -> Value:
    """A value that is `u` or `v`, whose ids are already aligned."""
    if u is v:
        return u
    if isinstance(u, Plain) and isinstance(v, Plain) and u.kind == v.kind:
        lost = unite_lost((u.lost, v.lost))
        return u if lost is u.lost else replace(u, lost=lost, why=u.why or v.why)
    if isinstance(u, Unknown) or isinstance(v, Unknown):
        return _join_unknown(u, v)
    if u == v:
        return u
    if type(u) is type(v) and isinstance(u, Tuple | Bound | Method | Partial | Slice) and _same_shape(u, v):
        others = iter(parts(v))
        return rebuild(u, lambda part: join_values(part, next(others)))
    return choice([u, v])


def _join_unknown(u: Value, v: Value) -> Value:
    if isinstance(u, Unknown) and isinstance(v, Unknown):
        annotation = u.annotation if u.annotation == v.annotation else ""
        return replace(u, annotation=annotation, tainted=u.tainted or v.tainted)
    return choice([u, v])


def _same_shape(u: Value, v: Value) -> bool:
    if isinstance(u, Method) and isinstance(v, Method):
        return u.name == v.name
    if isinstance(u, Tuple) and isinstance(v, Tuple) and u.fields != v.fields:
        return False
    return len(tuple(parts(u))) == len(tuple(parts(v)))


def join_objects(mine: Object, theirs: Object) -> Object:
    """An object that is `mine` on one path and `theirs` on the other."""
    match mine, theirs:
        case (Tensor(), Tensor()):
            return join_tensors(mine, theirs)
        case (Sequence(), Sequence()):
            return _join_sequences(mine, theirs)
        case (Dict(), Dict()):
            rest = _join_optional(mine.rest, theirs.rest)
            return replace(mine, items=_join_items(mine.items, theirs.items), rest=rest, factory=mine.factory or theirs.factory)
        case (Instance(), Instance()):
            return replace(
                mine,
                attrs=_join_items(mine.attrs, theirs.attrs),
                registered=mine.registered if mine.registered == theirs.registered
                else {**theirs.registered, **mine.registered},
                training=agree(mine.training, theirs.training),
                opaque=mine.opaque or theirs.opaque,
            )
        case (Optimizer(), Optimizer()):
            return replace(mine, attrs=_join_items(mine.attrs, theirs.attrs))
        case (Generator(), Generator()):
            return mine
    return mine


def join_tensors(a: Tensor, b: Tensor) -> Tensor:
    """A tensor that is `a` on one path and `b` on the other."""
    if a is b or a == b:
        return a
    return Tensor(
        states=a.states | b.states,
        why=a.why if a.states != b.states or a.lost else b.why,
        reach=a.reach.join(b.reach),
        lost=unite_lost((a.lost, b.lost)),
        grad=a.grad | b.grad,
        grad_tracked=agree(a.grad_tracked, b.grad_tracked),
        retains=agree(a.retains, b.retains),
        dtype=same(a.dtype, b.dtype, ""),
        device=same(a.device, b.device, ""),
        scalar=agree(a.scalar, b.scalar),
        length=same(a.length, b.length, None),
        parameter=a.parameter and b.parameter,
        base=same(a.base, b.base, None),
        multi_view=a.multi_view and b.multi_view,
        dead_view=a.dead_view and b.dead_view,
        inference=agree(a.inference, b.inference),
        walked=agree(a.walked, b.walked),
        zeroed=a.zeroed if b.zeroed else None,
        statement=same(a.statement, b.statement, None),
        flagged=a.flagged or b.flagged,
        masks=same(a.masks, b.masks, None),
        rebound=a.rebound or b.rebound,
        lost_leaf=a.lost_leaf if b.lost_leaf else None,
        frozen=same(a.frozen, b.frozen, None),
        backward_raises=a.backward_raises if b.backward_raises else "",
        name=same(a.name, b.name, ""),
        summary=a.summary or b.summary,
        attrs=a.attrs if a.attrs == b.attrs else _join_items(a.attrs, b.attrs),
        hooks=unite_hooks(a.hooks, b.hooks),
    )


def _join_sequences(mine: Sequence, theirs: Sequence) -> Sequence:
    """Item by item; what one has beyond the length of the other becomes any number of one item."""
    common = min(len(mine.items), len(theirs.items))
    items = tuple(map(join_values, mine.items[:common], theirs.items[:common]))
    more = (*mine.items[common:], *theirs.items[common:])
    rest = _join_optional(mine.rest, theirs.rest)
    for value in more:
        rest = _join_optional(rest, value)
    some = (len(mine.items) > common or mine.some) and (len(theirs.items) > common or theirs.some)
    return Sequence(mine.kind, items, rest, some)


def _join_items(mine: Mapping[Value, Value], theirs: Mapping[Value, Value]) -> dict:  # type: ignore[type-arg]
    joined = dict(mine)
    for key, value in theirs.items():
        joined[key] = join_values(joined[key], value) if key in joined else value
    return joined


def _join_optional(u: Value | None, v: Value | None) -> Value | None:
    return u if v is None else v if u is None else join_values(u, v)
