"""Drops what a path made and nothing refers to any more."""

from __future__ import annotations

from collections.abc import Iterable

from gradsight.domain.objects import Tensor
from gradsight.domain.state import Mark, State
from gradsight.domain.values import Value
from gradsight.domain.walk import contents, refs, refs_in, rename_object


def collect(state: State, since: Mark, extra: Value | None) -> set[int]:
    """Drops the objects and scopes made since `since` that are unreachable; answers what else was written since.

    What was last written before cannot refer to anything newer and is not visited.
    """
    newer = state.heap.newer(since)
    todo = refs(extra) if extra is not None else []
    for id in newer:
        if id < since.id:
            todo.extend(_mentioned(state, id))
    live = _closure(state, since.id, todo)
    gone = frozenset(id for id in newer if id >= since.id and id not in live)
    for id in gone:
        state.heap.pop(id, None)
        state.scopes.pop(id, None)
    newer -= gone
    _forget(state, newer, gone)
    return newer


def _mentioned(state: State, id: int) -> list[int]:
    found, names = state.heap.get(id), state.scopes.get(id)
    mine = refs_in(contents(found)) if found is not None else []
    return mine + refs_in(names.values()) if names else mine


def _closure(state: State, oldest: int, todo: list[int]) -> set[int]:
    """Everything reachable, as far as it is not older than `oldest`."""
    live: set[int] = set()
    while todo:
        id = todo.pop()
        if id >= oldest and id not in live:
            live.add(id)
            todo.extend(_mentioned(state, id))
    return live


def _forget(state: State, ids: Iterable[int], gone: frozenset[int]) -> None:
    """Takes dropped tensors out of what others reach."""
    if not gone:
        return
    for id in ids:
        found = state.heap.get(id)
        if isinstance(found, Tensor):
            dict.__setitem__(state.heap, id, rename_object(found, {}, gone))
