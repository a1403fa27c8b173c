"""Whether two values, objects or reasons are the same in everything, also in what `==` leaves out (places and reasons)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache


def identical(one: object, other: object) -> bool:
    """Compares deeply without recursion: reasons can be chained a thousandfold, and share their parts."""
    if one is other:
        return True
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[object, object]] = [(one, other)]
    while todo:
        a, b = todo.pop()
        if type(a) is not type(b):
            return False
        if isinstance(a, int | str):
            if a != b:
                return False
            continue
        if (id(a), id(b)) in seen:
            continue
        seen.add((id(a), id(b)))
        pairs = _parts(a, b)
        if pairs is None:
            return False
        todo.extend(pair for pair in pairs if pair[0] is not pair[1])
    return True


def _parts(a: object, b: object) -> Iterable[tuple[object, object]] | None:
    """What has to be the same for both to be; None if they differ."""
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return zip(a, b, strict=True) if len(a) == len(b) else None
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return zip((*a, *a.values()), (*b, *b.values()), strict=True) if len(a) == len(b) else None
    kind: type = type(a)
    names = _names(kind)
    if names:
        return [(getattr(a, name), getattr(b, name)) for name in names]
    return () if a == b else None


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass that is compared by its content."""
    by_content = is_dataclass(kind) and kind.__eq__ is not object.__eq__
    return tuple(field.name for field in fields(kind)) if by_content else ()
