"""Keeps what each expression was seen to be: the tensors as they were at that moment."""

from __future__ import annotations

from typing import TypeAlias

from gradsight.domain.objects import Object, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Ref, Value

Key = tuple[str, int, int]
Seen: TypeAlias = Object | Value


class Recorder:
    """What was seen, by path, start and end. What comes after a certain error counts only where nothing else was seen."""

    def __init__(self) -> None:
        self.certain: dict[Key, list[Seen]] = {}
        self.hypothetical: dict[Key, list[Seen]] = {}

    def record(self, key: Key, value: Value, state: State) -> None:
        if isinstance(value, Choice):
            for option in value.options:
                self.record(key, option, state)
            return
        seen: Seen = state.heap[value.id] if isinstance(value, Ref) else value
        facts = self.certain if state.certain else self.hypothetical
        known = facts.get(key)
        if known is None:
            facts[key] = [seen]
        elif known[-1] is not seen and not any(_says_the_same(seen, other) for other in known):
            known.append(seen)

    def keys(self) -> list[Key]:
        return sorted(self.certain.keys() | self.hypothetical.keys())

    def seen(self, key: Key) -> list[Seen]:
        return self.certain.get(key) or self.hypothetical[key]


def _says_the_same(one: Seen, other: Seen) -> bool:
    if isinstance(one, Tensor):
        return isinstance(other, Tensor) and (one.states, one.grad, one.retains) == (other.states, other.grad, other.retains)
    return type(one) is type(other)
