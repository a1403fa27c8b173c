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
from typing import TypeVar

from gradsight.domain.collect import collect
from gradsight.domain.flow import unite_hooks
from gradsight.domain.grad import agree, same
from gradsight.domain.match import Matching, pairs
from gradsight.domain.objects import Dict, Generator, Instance, Object, Optimizer, Sequence, Shape, Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.state import Heap, Mark, Names, State
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

Key = TypeVar("Key", Value, str)


@dataclass(frozen=True, slots=True)
class Joined:
    """The state after either path, the extra value with it, which ids became which, and whether `a` did not say it all."""

    state: State
    extra: Value | None
    ids: Mapping[int, int]
    changed: bool


def join(
    a: State, b: State, since: Mark, a_extra: Value | None = None, b_extra: Value | None = None, widen: bool = False
) -> Joined:
    """Joins two paths that parted at `since`; `a` itself becomes the joined state."""
    mine, theirs = collect(a, since, a_extra), collect(b, since, b_extra)
    matching = Matching(a, b, since.id, widen)
    if a_extra is not None and b_extra is not None:
        matching.values(a_extra, b_extra)
    for id in mine | theirs:
        if id < since.id:
            _match(a, b, id, matching)
    ids = matching.finish()
    if widen and _loosen(a, b, ids):
        theirs = collect(b, since, b_extra)
    new, new_scopes = _renamed(a, b, theirs, ids)
    if b_extra is not None and ids:
        b_extra = rename(b_extra, ids)
    changed = _join_into(a, b, since.id, mine, new, new_scopes, matching.summaries)
    extra = a_extra if b_extra is None else b_extra if a_extra is None else join_values(a_extra, b_extra)
    return Joined(a, extra, ids, changed)


def _loosen(a: State, b: State, ids: Mapping[int, int]) -> bool:
    """Takes views of `b` from their base that the joined tensor is no view of, so that nothing keeps it; whether there are any."""
    views = [(y, found) for y in ids if (found := b.tensor(y)) is not None and found.base is not None]
    loose = [(y, found) for y, found in views if (mine := a.tensor(ids[y])) is not None and mine.base is None]
    for y, found in loose:
        b.heap[y] = replace(found, base=None)
    return bool(loose)


def _match(a: State, b: State, id: int, matching: Matching) -> None:
    """Matches what an object or scope that both paths had holds on each."""
    mine, theirs = a.heap.get(id), b.heap.get(id)
    if mine is not None and theirs is not None and mine is not theirs:
        for u, v in pairs(mine, theirs):
            matching.values(u, v)
    names, others = a.scopes.get(id), b.scopes.get(id)
    if names is not None and others is not None and names is not others:
        for name in names.keys() & others.keys():
            matching.values(names[name], others[name])


def _renamed(
    a: State, b: State, written: set[int], ids: Mapping[int, int]
) -> tuple[dict[int, Object], dict[int, Names]]:
    """The objects and scopes that `b` wrote, with the ids of `a`."""
    objects: dict[int, Object] = {}
    scopes: dict[int, Names] = {}
    for id in written:
        found, names = b.heap.get(id), b.scopes.get(id)
        if found is not None:
            renamed = rename_object(found, ids) if ids and a.heap.get(id) is not found else found
            there = objects.get(ids.get(id, id))
            objects[ids.get(id, id)] = renamed if there is None else _summary(there, renamed)
        if names is not None:
            same_names = not ids or a.scopes.get(id) is names
            scopes[ids.get(id, id)] = names if same_names else {n: rename(v, ids) for n, v in names.items()}
    return objects, scopes


def _summary(one: Object, other: Object) -> Object:
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return replace(join_tensors(one, other), summary=True)
    return join_objects(one, other) if type(one) is type(other) else one


def _join_into(
    a: State,
    b: State,
    since: int,
    mine: set[int],
    objects: dict[int, Object],
    scopes: dict[int, Names],
    summaries: set[int],
) -> bool:
    """Joins what either path wrote into `a`; answers whether `a` did not say it all."""
    for id in mine:
        if id < since:
            # Only `a` wrote it: on the other path it is still as it was.
            if id not in objects and id in b.heap:
                objects[id] = b.heap[id]
            if id not in scopes and id in b.scopes:
                scopes[id] = b.scopes[id]
    mode = a.mode.join(b.mode)
    changed = mode != a.mode
    a.mode, a.certain = mode, a.certain and b.certain
    changed = _join_heaps(a.heap, objects, summaries) or changed
    for scope, others in scopes.items():
        names = a.scopes.get(scope)
        if names is not others:
            if names is not None and scope < a.heap.oldest:
                a.heap.reads.names.update((scope, name) for name in _differing(names, others))
            a.scopes[scope] = joined = others if names is None else _join_names(names, others)
            a.owned.discard(scope)
            changed = changed or joined is not names
    a.heap.journal.extend(scopes)
    return changed


def _differing(mine: Names, theirs: Names) -> list[str]:
    return [name for name in mine.keys() | theirs.keys() if mine.get(name) is not theirs.get(name)]


def _join_heaps(heap: Heap, objects: dict[int, Object], summaries: set[int]) -> bool:
    changed = False
    for id, theirs in objects.items():
        found = heap.get(id)
        if found is not theirs:
            heap[id] = joined = theirs if found is None else join_objects(found, theirs)
            changed = changed or joined != found
    for id in summaries:
        found = heap.get(id)
        if isinstance(found, Tensor) and not found.summary:
            heap[id], changed = replace(found, summary=True), True
    return changed


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
            return replace(
                mine, items=_join_items(mine.items, theirs.items), rest=rest, factory=mine.factory or theirs.factory
            )
        case (Instance(), Instance()):
            return replace(
                mine,
                attrs=_join_items(mine.attrs, theirs.attrs),
                registered=mine.registered
                if mine.registered == theirs.registered
                else {**theirs.registered, **mine.registered},
                training=agree(mine.training, theirs.training),
                guessed=mine.guessed or theirs.guessed,
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
        graph=a.graph.join(b.graph),
        lost=unite_lost((a.lost, b.lost)),
        grad=a.grad | b.grad,
        grad_tracked=agree(a.grad_tracked, b.grad_tracked),
        retains=agree(a.retains, b.retains),
        dtype=same(a.dtype, b.dtype, ""),
        device=same(a.device, b.device, ""),
        shape=join_shapes(a.shape, b.shape),
        dense=a.dense and b.dense,
        parameter=a.parameter and b.parameter,
        base=same(a.base, b.base, None),
        multi_view=a.multi_view and b.multi_view,
        dead_view=a.dead_view and b.dead_view,
        inference=agree(a.inference, b.inference),
        walked=agree(a.walked, b.walked),
        zeroed=a.zeroed if b.zeroed else None,
        blank=same(a.blank, b.blank, None),
        statement=same(a.statement, b.statement, None),
        flagged=a.flagged or b.flagged,
        masks=same(a.masks, b.masks, None),
        rebound=a.rebound or b.rebound,
        lost_leaf=a.lost_leaf if b.lost_leaf else None,
        frozen=same(a.frozen, b.frozen, None),
        idle=same(a.idle, b.idle, None),
        backward_raises=a.backward_raises if b.backward_raises else "",
        name=same(a.name, b.name, ""),
        loose=a.loose or b.loose,
        summary=a.summary or b.summary,
        attrs=a.attrs if a.attrs == b.attrs else _join_items(a.attrs, b.attrs),
        hooks=unite_hooks(a.hooks, b.hooks),
    )


def join_shapes(one: Shape, other: Shape) -> Shape:
    """What two paths agree on."""
    if one is None or other is None or len(one) != len(other):
        return None
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))


def _join_sequences(mine: Sequence, theirs: Sequence) -> Sequence:
    """Item by item; what one has beyond the length of the other becomes any number of one item."""
    common = min(len(mine.items), len(theirs.items))
    items = tuple(map(join_values, mine.items[:common], theirs.items[:common]))
    more = (*mine.items[common:], *theirs.items[common:])
    rest = _join_optional(mine.rest, theirs.rest)
    for value in more:
        rest = _join_optional(rest, value)
    some = (len(mine.items) > common or mine.some) and (len(theirs.items) > common or theirs.some)
    return Sequence(mine.kind, items, rest, some, mine.whole and theirs.whole, mine.own & theirs.own)


def _join_items(mine: Mapping[Key, Value], theirs: Mapping[Key, Value]) -> dict[Key, Value]:
    joined = dict(mine)
    for key, value in theirs.items():
        joined[key] = join_values(joined[key], value) if key in joined else value
    return joined


def _join_optional(u: Value | None, v: Value | None) -> Value | None:
    return u if v is None else v if u is None else join_values(u, v)
