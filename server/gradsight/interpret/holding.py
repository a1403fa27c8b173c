"""What modules hold at the moment at which they are seen: each leaf by its path, frozen or not, registered or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gradsight.domain.grad import Grad
from gradsight.domain.objects import MANY, Dict, Instance, Object, Sequence, Tensor
from gradsight.domain.state import Heap
from gradsight.domain.values import Literal, Ref, Tuple, Value
from gradsight.findings import Place

MOST = 400
"""Objects of a module that are looked at; of a larger one nothing is said."""


@dataclass(frozen=True, slots=True)
class Part:
    """One tensor of a module that is, or could be, a parameter."""

    name: str
    states: Grad
    frozen: Place | None
    made: Place
    registered: bool = True


Parts = tuple[Part, ...] | None
"""None where the module may hold what is not seen."""


class Holdings:
    """Parts of modules, kept as long as nothing that they were found in has changed."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[dict[int, Object | None], Parts]] = {}

    def of(self, heap: Heap, id: int) -> Parts:
        """The parts of the module `id` as they are now."""
        known = self._known.get(id)
        if known is not None and all(heap.get(each) is found for each, found in known[0].items()):
            return known[1]
        looked: dict[int, Object | None] = {}
        parts: Parts
        try:
            parts = tuple(_parts(heap, Ref(id), "", True, looked))
        except _Unseen:
            parts = None
        self._known[id] = looked, parts
        return parts


class _Unseen(Exception):
    """There may be more than is seen."""


def merged(some: Parts, others: Parts) -> Parts:
    """The parts of what was seen twice; None if it was not the same module or kind of module."""
    if some is None or others is None or len(some) != len(others):
        return None
    if any(
        one.name != other.name or one.registered != other.registered for one, other in zip(some, others, strict=True)
    ):
        return None
    return tuple(
        replace(one, states=one.states | other.states, frozen=one.frozen or other.frozen)
        for one, other in zip(some, others, strict=True)
    )


def _parts(heap: Heap, value: Value, path: str, registered: bool, looked: dict[int, Object | None]) -> Iterator[Part]:
    """Registered parts first, so that a list of what is registered elsewhere adds nothing."""
    if not isinstance(value, Ref):
        if not isinstance(value, Literal):
            raise _Unseen
        return
    if value.id in looked:
        return
    found = looked[value.id] = heap.get(value.id)
    if len(looked) > MOST or not isinstance(found, Instance | Tensor):
        raise _Unseen
    if isinstance(found, Tensor):
        if found.summary or found.loose:
            raise _Unseen
        yield Part(path, found.states, found.frozen, found.why.place, registered)
        return
    if found.opaque is not None or MANY in found.registered:
        raise _Unseen
    for name, kind in found.registered.items():
        if kind != "buffer" and name in found.attrs:
            yield from _parts(heap, found.attrs[name], _below(path, name), registered, looked)
    for name, held in found.attrs.items():
        if name not in found.registered:
            yield from _hidden(heap, held, _below(path, name), looked)


def _hidden(heap: Heap, value: Value, path: str, looked: dict[int, Object | None]) -> Iterator[Part]:
    """Leaves of a plain attribute, and of modules and parameters in a plain container."""
    found = heap.get(value.id) if isinstance(value, Ref) else value
    if isinstance(value, Ref) and isinstance(found, Tensor):
        if found.states == Grad.LEAF and value.id not in looked:
            yield from _parts(heap, value, path, False, looked)
        return
    for name, item in _items(found):
        inner = heap.get(item.id) if isinstance(item, Ref) else None
        trained = isinstance(inner, Instance) and inner.module
        if trained or (isinstance(inner, Tensor) and (inner.parameter or inner.states == Grad.LEAF)):
            yield from _parts(heap, item, _below(path, name), False, looked)


def _items(found: object) -> Iterator[tuple[str, Value]]:
    """What a plain container holds. What it may hold besides is no part that anything is said of."""
    match found:
        case Tuple(items=items) | Sequence(items=items):
            yield from ((str(index), item) for index, item in enumerate(items))
        case Dict(items=items):
            yield from ((str(key.value), item) for key, item in items.items() if isinstance(key, Literal))


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
