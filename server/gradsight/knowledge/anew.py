"""Objects of which there is one for each item: the batches of a loader, the rows of a tensor, what `map` calls a function for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.objects import Dict, Sequence, Tensor, as_summary
from gradsight.domain.reach import NOTHING, Ids
from gradsight.domain.values import Ref, Value
from gradsight.domain.walk import contents, refs, rename, rename_object
from gradsight.knowledge.host import Host, Items


def made_anew(host: Host, items: Items, before: int, writes: int) -> Items:
    """The same items, of which those objects are made for each that were made since the id `before` and that nothing else holds.

    `writes` is the length of the journal at that time.
    """
    own = _reached(host, [] if items.rest is None else refs(items.rest), before)
    held = {id for id in host.state.heap.journal[writes:] if id not in own}
    shared = _reached(host, (id for each in held for id in _mentioned(host, each)), before)
    _stand_for_many(host, own & shared)
    return replace(items, own=items.own | (own - shared))


def _reached(host: Host, start: Iterable[int], before: int) -> Ids:
    """The objects made since that one comes to from there."""
    seen, todo = set[int](), list(start)
    while todo:
        id = todo.pop()
        found = host.state.heap.get(id)
        if id > before and id not in seen and isinstance(found, Tensor | Sequence | Dict):
            seen.add(id)
            todo.extend(other for value in contents(found) for other in refs(value))
    return frozenset(seen)


def _mentioned(host: Host, id: int) -> Iterable[int]:
    found, names = host.state.heap.get(id), host.state.scopes.get(id, {})
    values = [*(contents(found) if found is not None else ()), *names.values()]
    return [other for value in values for other in refs(value)]


def one_of(host: Host, own: Ids, item: Value) -> Value:
    """One item, with objects of its own."""
    heap = host.state.heap
    ids = {id: host.new(found).id for id in sorted(own) if (found := heap.get(id)) is not None}
    for new in ids.values():
        heap.put(new, rename_object(heap[new], ids))
    return rename(item, ids)


def at_once(host: Host, items: Items) -> Items:
    """The same items, where all are there at the same time."""
    _stand_for_many(host, items.own)
    whole = bool(items.own) and isinstance(items.rest, Ref) and items.rest.id in items.own
    return replace(items, own=NOTHING, whole=items.whole or whole)


def _stand_for_many(host: Host, ids: Ids) -> None:
    for id in ids:
        found = host.state.heap.get(id)
        if found is not None:
            host.state.heap[id] = as_summary(found)
