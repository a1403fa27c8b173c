"""Tensors of many rounds that stand in the same place become one that stands for all of them, so that a loop comes to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce

from gradsight.domain.join import Joined, join_tensors
from gradsight.domain.state import Mark, State
from gradsight.domain.values import Choice, Ref, Value
from gradsight.domain.walk import contents, parts, rename, rename_object


def collapse(joined: Joined, since: Mark) -> Joined:
    """Makes one of the tensors made since `since` that are options of one choice."""
    state, newer = joined.state, joined.state.heap.newer(since)
    ids = _ids(state, since.id, newer)
    if not ids:
        return joined
    _merge(state, newer, ids)
    extra = None if joined.extra is None else rename(joined.extra, ids)
    before = {id: ids.get(into, into) for id, into in joined.ids.items()}
    return Joined(state, extra, {**before, **ids}, True)


def _merge(state: State, newer: set[int], ids: Mapping[int, int]) -> None:
    for id in newer:
        found, names = state.heap.peek(id), state.scopes.get(id)
        if found is not None:
            state.heap[id] = rename_object(found, ids)
        if names is not None:
            state.names(id).update({name: rename(value, ids) for name, value in names.items()})
    for one in set(ids.values()):
        members = [one, *(id for id, into in ids.items() if into == one)]
        tensors = [found for id in members if (found := state.tensor(id)) is not None]
        state.heap[one] = replace(reduce(join_tensors, tensors), summary=True)
    for id in ids:
        state.heap.pop(id)


def _ids(state: State, oldest: int, newer: set[int]) -> Mapping[int, int]:
    """Each that is to become another, by way of none."""
    into: dict[int, int] = {}
    for choice in _choices(state, newer):
        options = [o.id for o in choice.options if isinstance(o, Ref) and o.id >= oldest]
        tensors = {_root(into, id) for id in options if state.tensor(id) is not None}
        first = min(tensors, default=0)
        into.update((id, first) for id in tensors if id != first)
    return {id: _root(into, id) for id in into}


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
