"""Tensors of many rounds that stand in the same place become one that stands for all of them, so that a loop comes to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce

from gradsight.domain.join import Joined
from gradsight.domain.merge import join_tensors
from gradsight.domain.objects import MANY, Instance, Sequence
from gradsight.domain.state import Mark, State
from gradsight.domain.values import Choice, Ref, Value
from gradsight.domain.walk import contents, parts, refs, rename, rename_object


def collapse(joined: Joined, since: Mark, before: State, extra_before: Value | None) -> Joined:
    """Makes one of the tensors made since `since` that are options of one choice. `before` is what the join began with."""
    state, newer = joined.state, joined.state.heap.newer(since)
    ids = _ids(state, since.id, newer)
    if not ids:
        return joined
    _merge(state, newer, ids)
    extra = None if joined.extra is None else rename(joined.extra, ids)
    became = {id: ids.get(into, into) for id, into in joined.ids.items()}
    changed = extra != extra_before or _changed(before, state, since)
    return Joined(state, extra, {**became, **ids}, changed)


def _changed(before: State, after: State, since: Mark) -> bool:
    return before.mode != after.mode or any(
        before.heap.peek(id) != after.heap.peek(id) or before.scopes.get(id) != after.scopes.get(id)
        for id in before.heap.newer(since) | after.heap.newer(since)
    )


def _merge(state: State, newer: set[int], ids: Mapping[int, int]) -> None:
    for id in newer:
        found, names = state.heap.peek(id), state.scopes.get(id)
        if found is not None:
            state.heap.put(id, rename_object(found, ids))
        if names is not None:
            state.names(id).update({name: rename(value, ids) for name, value in names.items()})
    for one in set(ids.values()):
        members = [one, *(id for id, into in ids.items() if into == one)]
        tensors = [found for id in members if (found := state.tensor(id)) is not None]
        state.heap[one] = replace(reduce(join_tensors, tensors), summary=True)
    for id in ids:
        state.heap.pop(id)


def _ids(state: State, oldest: int, newer: set[int]) -> Mapping[int, int]:
    """Each that is to become another, by way of none. What views become one of becomes one too."""
    into: dict[int, int] = {}
    holders = list(_holders(state, newer))
    todo = [[o.id for o in choice.options if isinstance(o, Ref)] for choice in _choices(state, newer)]
    while todo:
        ids = {_root(into, id) for id in todo.pop() if id >= oldest and state.tensor(id) is not None}
        for rest, every in holders:
            held = {_root(into, id) for id in rest}
            if not ids.isdisjoint(held) and not ids <= {_root(into, id) for id in every}:
                ids -= held
        if len(ids) > 1:
            into.update((id, min(ids)) for id in ids if id != min(ids))
            todo.append([base for id in ids if (base := _base(state, id)) is not None])
    return {id: _root(into, id) for id in into}


def _holders(state: State, newer: set[int]) -> Iterator[tuple[set[int], set[int]]]:
    """Of each container that has all that its values stand for: what it has in any number, and all that it has.

    What is not in it must not become one with that.
    """
    for id in newer:
        found = state.heap.peek(id)
        if isinstance(found, Sequence | Instance) and found.whole:
            rest = found.rest if isinstance(found, Sequence) else found.attrs.get(MANY)
            if rest is not None:
                yield set(refs(rest)), {each for value in contents(found) for each in refs(value)}


def _base(state: State, id: int) -> int | None:
    found = state.tensor(id)
    return None if found is None else found.base


def _root(into: Mapping[int, int], id: int) -> int:
    while id in into:
        id = into[id]
    return id


def _choices(state: State, newer: set[int]) -> Iterator[Choice]:
    for id in sorted(newer):
        found, names = state.heap.peek(id), state.scopes.get(id)
        for value in (*(contents(found) if found else ()), *(names.values() if names else ())):
            yield from _choices_in(value)


def _choices_in(value: Value) -> Iterator[Choice]:
    if isinstance(value, Choice):
        yield value
    for part in parts(value):
        yield from _choices_in(part)
