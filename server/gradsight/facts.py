"""The facts of one file, each made when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import overload

from gradsight.findings import Fact

Span = tuple[int, int]


class Facts(Sequence[Fact]):
    """Facts sorted by range."""

    def __init__(self, spans: Sequence[Span], make: Callable[[int], Fact]) -> None:
        """`spans` are sorted; `make` gives the fact of one by its index."""
        self._spans, self._make = spans, make
        self._made: dict[int, Fact] = {}

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        known = sorted(facts, key=lambda fact: (fact.start, fact.end))
        return cls([(fact.start, fact.end) for fact in known], known.__getitem__)

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> Fact: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Fact]: ...
    def __getitem__(self, index: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        if index not in self._made:
            self._made[index] = self._make(index)
        return self._made[index]

    def between(self, start: int, end: int) -> Sequence[Fact]:
        """The facts that begin at or after `start` and before `end`."""
        return self[bisect_left(self._spans, (start, -1)) : bisect_left(self._spans, (end, -1))]

    def of_range(self, start: int, end: int) -> Fact | None:
        """The fact of exactly that range."""
        index = bisect_left(self._spans, (start, end))
        return self[index] if index < len(self) and self._spans[index] == (start, end) else None

    def around(self, offset: int) -> list[Fact]:
        """The facts of the expressions around the offset, the smallest first; those that end there come last."""
        found = [
            (end == offset, end - start, index)
            for index, (start, end) in enumerate(self._spans)
            if start <= offset <= end
        ]
        return [self[index] for _, _, index in sorted(found)]
