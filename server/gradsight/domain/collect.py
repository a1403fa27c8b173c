"""Drops what a path made and nothing refers to any more."""

from __future__ import annotations

from gradsight.domain.objects import Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Value
from gradsight.domain.walk import contents, refs, rename_object


def collect(state: State, since: int, extra: Value | None) -> None:
    """Drops the objects and scopes made since `since` that are unreachable.

    What was last written before `since` cannot refer to anything newer and is not visited.
    """
    live = _live(state, since, extra)
    gone = frozenset(id for id in state.heap if id >= since and id not in live)
    for id in gone:
        del state.heap[id]
    for scope in [scope for scope in state.scopes if scope >= since and scope not in live]:
        del state.scopes[scope]
    if gone:
        _forget(state, since, gone)


def _live(state: State, since: int, extra: Value | None) -> set[int]:
    todo = list(refs(extra)) if extra is not None else []
    stamps = state.heap.stamps
    for scope, names in state.scopes.items():
        if scope < since and stamps.get(scope, 0) >= since - 1:
            for value in names.values():
                todo.extend(refs(value))
    for id, found in state.heap.items():
        if id < since and stamps[id] >= since - 1:
            for value in contents(found):
                todo.extend(refs(value))
    return _closure(state, since, todo)


def _closure(state: State, since: int, todo: list[int]) -> set[int]:
    live: set[int] = set()
    while todo:
        id = todo.pop()
        if id < since or id in live:
            continue
        live.add(id)
        found, names = state.heap.get(id), state.scopes.get(id)
        for value in (*(contents(found) if found else ()), *(names.values() if names else ())):
            todo.extend(refs(value))
    return live


def _forget(state: State, since: int, gone: frozenset[int]) -> None:
    for id, found in state.heap.items():
        if isinstance(found, Tensor) and state.heap.stamps[id] >= since - 1:
            dict.__setitem__(state.heap, id, rename_object(found, {}, gone))
