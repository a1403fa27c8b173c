"""Keeps what each expression was seen to be: the tensors as they were at that moment."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass, replace
from typing import TypeAlias

from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Instance, Object, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Missing, Ref, Unknown, Value


@dataclass(frozen=True, slots=True)
class NoGradient:
    """The None that reading `.grad` gave, with the tensor as it was."""

    tensor: Tensor


Key = tuple[str, int, int]
Seen: TypeAlias = Object | Value | NoGradient
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
        known = facts.get(key)
        if known is None:
            facts[key] = [seen]
        elif known[-1] is not seen and not any(_says_the_same(seen, other) for other in known):
            known.append(seen)


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

    def _merged(self, key: Key, certain: bool) -> list[Seen]:
        merged: list[Seen] = []
        for recorder, given_up in self._recorders:
            found = (recorder.certain if certain else recorder.hypothetical).get(key, ())
            merged.extend(seen for seen in found if not any(_says_the_same(seen, other) for other in merged))
            if given_up is not None and (found or key in recorder.hypothetical):
                merged.append(given_up)
        return merged


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
