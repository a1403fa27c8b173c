"""Keeps what each expression was seen to be: the tensors as they were at that moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Instance, Object, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Ref, Unknown, Value

Key = tuple[str, int, int]
Seen: TypeAlias = Object | Value
ANY = Grad.CONSTANT | Grad.LEAF | Grad.TRACKED


class Recorder:
    """What was seen, by path, start and end. What comes after a certain error counts only where nothing else was seen."""

    def __init__(self) -> None:
        self.certain: dict[Key, list[Seen]] = {}
        self.hypothetical: dict[Key, list[Seen]] = {}
        self.vague = False
        """While true, of a tensor only that it is one is kept."""
        self.muted = False
        """While true, nothing is kept."""
        self.touched: set[Key] = set()
        """What was recorded since the last `begin`."""

    def begin(self) -> None:
        self.touched = set()

    def give_up(self, why: Unknown) -> None:
        """What was recorded since `begin` is not all that would be seen there."""
        for key in self.touched:
            self.certain.setdefault(key, []).append(why)

    def record(self, key: Key, value: Value, state: State) -> None:
        if self.muted:
            return
        if isinstance(value, Choice):
            for option in value.options:
                self.record(key, option, state)
            return
        seen: Seen = state.heap[value.id] if isinstance(value, Ref) else value
        if self.vague and isinstance(seen, Tensor):
            seen = replace(seen, states=ANY, grad=Filled.NONE | Filled.POPULATED, retains=None)
        self.touched.add(key)
        facts = self.certain if state.certain else self.hypothetical
        known = facts.get(key)
        if known is None:
            facts[key] = [seen]
        elif known[-1] is not seen and not any(_says_the_same(seen, other) for other in known):
            known.append(seen)

    def keys_seen(self) -> list[Key]:
        return sorted(self.certain.keys() | self.hypothetical.keys())

    def seen(self, key: Key) -> list[Seen]:
        return self.certain.get(key) or self.hypothetical[key]


def _says_the_same(one: Seen, other: Seen) -> bool:
    if isinstance(one, Tensor):
        return isinstance(other, Tensor) and (one.states, one.grad, one.retains, one.loose) == (
            other.states,
            other.grad,
            other.retains,
            other.loose,
        )
    if isinstance(one, Instance) and isinstance(other, Instance) and one.guessed != other.guessed:
        return False
    return type(one) is type(other)
