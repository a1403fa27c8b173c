"""Keeps what each expression was seen to be: the tensors as they were at that moment."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Many
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeAlias

from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Instance, Object, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Missing, Ref, Unknown, Value
from gradsight.interpret.holding import Holdings, Parts, merged


@dataclass(frozen=True, slots=True)
class NoGradient:
    """The None that reading `.grad` gave, with the tensor as it was."""

    tensor: Tensor


Key = tuple[str, int, int]
Seen: TypeAlias = Object | Value | NoGradient
ANY = Grad.CONSTANT | Grad.LEAF | Grad.TRACKED


class Recorder:
    """What was seen, by path, start and end. What comes after a certain error counts only where nothing else was seen."""

    def __init__(self, holdings: Holdings | None = None) -> None:
        self.certain: dict[Key, list[Seen]] = {}
        self.hypothetical: dict[Key, list[Seen]] = {}
        self.parts: dict[tuple[bool, Key], Parts] = {}
        """What modules held, certain or not."""
        self._holdings = holdings or Holdings()
        self.vague = False
        """While true, of a tensor only that it is one is kept."""
        self.muted = False
        """While true, nothing is kept."""

    def inside(self) -> Recorder:
        """One for a part of the run."""
        return Recorder(self._holdings)

    @contextmanager
    def vaguely(self) -> Iterator[None]:
        """Inside, of each tensor only that it is one is kept."""
        before, self.vague = self.vague, True
        try:
            yield
        finally:
            self.vague = before

    def record(self, key: Key, value: Value, state: State) -> None:
        if self.muted:
            return
        if isinstance(value, Choice):
            for option in value.options:
                self.record(key, option, state)
            return
        seen = _seen(value, state)
        if self.vague and isinstance(seen, Tensor):
            seen = replace(seen, states=ANY, grad=Filled.NONE | Filled.POPULATED, retains=None)
        facts = self.certain if state.certain else self.hypothetical
        if isinstance(seen, Instance) and seen.module and isinstance(value, Ref):
            self._hold((state.certain, key), value.id, state)
        known = facts.get(key)
        if known is None:
            facts[key] = [seen]
        elif known[-1] is not seen and not any(_says_the_same(seen, other) for other in known):
            known.append(seen)

    def _hold(self, key: tuple[bool, Key], id: int, state: State) -> None:
        parts = None if self.vague else self._holdings.of(state.heap, id)
        known = self.parts.get(key, parts)
        self.parts[key] = parts if known is parts else merged(known, parts)

    def absorb(self, later: Recorder) -> None:
        """Takes over what was seen next."""
        for mine, theirs in ((self.certain, later.certain), (self.hypothetical, later.hypothetical)):
            for key, seen in theirs.items():
                known = mine.get(key)
                mine[key] = list(seen) if known is None else _united(known, seen)
        for place, parts in later.parts.items():
            self.parts[place] = merged(self.parts[place], parts) if place in self.parts else parts


class Sightings:
    """What several recorders have seen together. With `given_up`, the part of the run that a recorder was for came to no end."""

    def __init__(self, recorders: Many[tuple[Recorder, Unknown | None]]) -> None:
        self._recorders = recorders

    def places(self) -> list[Key]:
        """Every expression that was seen, sorted by place."""
        keys: set[Key] = set()
        for recorder, _ in self._recorders:
            keys.update(recorder.certain, recorder.hypothetical)
        return sorted(keys)

    def seen(self, key: Key) -> list[Seen]:
        return self._merged(key, certain=True) or self._merged(key, certain=False)

    def parts(self, key: Key) -> Parts:
        """What the module at a place held each time that it was seen; None if that is not known."""
        for certain in (True, False):
            found = [
                recorder.parts[certain, key] for recorder, _ in self._recorders if (certain, key) in recorder.parts
            ]
            if found and not any(given_up and key in recorder.certain for recorder, given_up in self._recorders):
                return reduce(merged, found)
        return None

    def _merged(self, key: Key, certain: bool) -> list[Seen]:
        merged: list[Seen] = []
        for recorder, given_up in self._recorders:
            found = (recorder.certain if certain else recorder.hypothetical).get(key, ())
            merged = _united(merged, found)
            if given_up is not None and (found or key in recorder.hypothetical):
                merged.append(given_up)
        return merged


def _united(known: list[Seen], more: Many[Seen]) -> list[Seen]:
    """Both, without what says the same as what stands before it."""
    for seen in more:
        if not any(seen is other or _says_the_same(seen, other) for other in known):
            known.append(seen)
    return known


def _seen(value: Value, state: State) -> Seen:
    if isinstance(value, Missing):
        tensor = state.tensor(value.of)
        return value if tensor is None else NoGradient(tensor)
    return state.heap[value.id] if isinstance(value, Ref) else value


def _says_the_same(one: Seen, other: Seen) -> bool:
    if isinstance(one, Tensor):
        return isinstance(other, Tensor) and (one.states, one.grad, one.retains, one.loose) == (
            other.states,
            other.grad,
            other.retains,
            other.loose,
        )
    if isinstance(one, NoGradient) and isinstance(other, NoGradient):
        return (one.tensor.states, one.tensor.name) == (other.tensor.states, other.tensor.name)
    if isinstance(one, Instance) and isinstance(other, Instance) and one.guessed != other.guessed:
        return False
    return type(one) is type(other)
