"""Where two paths meet.

Objects that both paths already had are joined field by field. Objects that each path made for itself are *matched*
where they stand in the same place (`h = relu(h)` in one branch, `h = tanh(h)` in the other): on each path there is
exactly one of them, so one object stands for both and can still be changed strongly. What cannot be matched becomes
a `Choice`. Objects made since the paths parted that nothing refers to any more are dropped; so a loop that makes the
same things in each round comes to the same state again, and its fixed point is found by comparing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from gradsight.domain.collect import collect
from gradsight.domain.match import Matching, pairs
from gradsight.domain.merge import join_objects, join_values
from gradsight.domain.objects import MANY, Instance, Object, Sequence, as_summary
from gradsight.domain.state import Heap, Mark, Names, State
from gradsight.domain.values import TRUE, Value
from gradsight.domain.walk import contents, refs_in, rename, rename_object


@dataclass(frozen=True, slots=True)
class Joined:
    """The state after either path, the extra value with it, which ids became which, and whether `a` did not say it all."""

    state: State
    extra: Value | None
    ids: Mapping[int, int]
    changed: bool


def join(
    a: State,
    b: State,
    since: Mark,
    a_extra: Value | None = None,
    b_extra: Value | None = None,
    widen: bool = False,
    rounds: bool = False,
) -> Joined:
    """Joins two paths that parted at `since`; `a` itself becomes the joined state.

    `rounds`: `b` is one round of a loop more than `a`, or the only one that runs it.
    """
    mine, theirs = collect(a, since, a_extra), collect(b, since, b_extra)
    matching = Matching(a, b, since.id, widen)
    if a_extra is not None and b_extra is not None:
        matching.values(a_extra, b_extra)
    older = [id for id in mine | theirs if id < since.id]
    for id in older if rounds else ():
        matching.gather(id)
    for id in older:
        _match(a, b, id, matching)
    ids = matching.finish()
    if widen and _loosen(a, b, ids):
        theirs = collect(b, since, b_extra)
    new, new_scopes = _renamed(a, b, theirs, ids)
    if b_extra is not None and ids:
        b_extra = rename(b_extra, ids)
    changed = _join_into(a, b, since.id, mine, new, new_scopes, ids)
    changed = _mark(a, matching) or changed
    _lack(a, matching.lacking)
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
            renamed_names = names if same_names else {n: rename(v, ids) for n, v in names.items()}
            before = scopes.get(ids.get(id, id))
            scopes[ids.get(id, id)] = renamed_names if before is None else _join_names(before, renamed_names)
    return objects, scopes


def _summary(one: Object, other: Object) -> Object:
    return as_summary(join_objects(one, other) if type(one) is type(other) else one)


def _join_into(
    a: State,
    b: State,
    since: int,
    mine: set[int],
    objects: dict[int, Object],
    scopes: dict[int, Names],
    ids: Mapping[int, int],
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
    lacking = _lacking(a, b, ids, objects)
    changed = _join_heaps(a.heap, objects) or changed
    _lack(a, lacking)
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


def _join_heaps(heap: Heap, objects: dict[int, Object]) -> bool:
    changed = False
    for id, theirs in objects.items():
        found = heap.get(id)
        if found is not theirs:
            heap[id] = joined = theirs if found is None else join_objects(found, theirs)
            changed = changed or joined != found
    return changed


def _mark(state: State, matching: Matching) -> bool:
    """Marks what stands for any number from now on; answers whether that is new."""
    heap, changed = state.heap, False
    for id in matching.summaries:
        found = heap.get(id)
        if found is not None and (marked := as_summary(found)) != found:
            heap[id], changed = marked, True
        if id in state.scopes and MANY not in state.scopes[id]:
            state.names(id)[MANY], changed = TRUE, True
    return changed


def _lack(state: State, ids: Iterable[int]) -> None:
    for id in ids:
        if isinstance(found := state.heap.get(id), Sequence | Instance) and found.whole:
            state.heap.put(id, replace(found, whole=False))


def _lacking(a: State, b: State, ids: Mapping[int, int], objects: Mapping[int, Object]) -> list[int]:
    """The containers that have on one path what is there on the other path too, but not in them."""
    known = set(ids.values())
    return [
        id
        for id, theirs in objects.items()
        if (mine := a.heap.get(id)) is not theirs
        and isinstance(mine, Sequence | Instance)
        and isinstance(theirs, Sequence | Instance)
        and mine.has_all
        and theirs.has_all
        and _differ(mine, theirs, a, b, known)
    ]


def _differ(mine: Object, theirs: Object, a: State, b: State, known: set[int]) -> bool:
    """Most of what two paths have made of one container is the same, and is not looked into."""
    one, other = list(contents(mine)), list(contents(theirs))
    apart = [(u, v) for u, v in zip(one, other, strict=False) if u is not v]
    common = min(len(one), len(other))
    lost = refs_in([*(u for u, _ in apart), *one[common:]])
    new = refs_in([*(v for _, v in apart), *other[common:]])
    if not lost and not new:
        return False
    here, there = set(refs_in(one)), set(refs_in(other))
    return any(id in a.heap for id in new if id not in here) or any(
        id in b.heap or id in known for id in lost if id not in there
    )


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
