"""Compares what gradsight claims about expressions with what they were under torch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from instrument import Range
from observations import Observation

Fact = Mapping[str, Any]
"""One entry of `facts` in the JSON that `gradsight facts` prints."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A claim that torch contradicts."""

    range: Range
    claimed: str
    seen: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the facts of one program hold. Each field but `wrong` holds ranges of observed expressions.

    `tensors` were a tensor at least once. `mixed` were sometimes no tensor, or had several states, so that no
    single state could be claimed. `definite` have one claimed state; `right` is where torch saw just that one.
    """

    expressions: frozenset[Range]
    tensors: frozenset[Range]
    mixed: frozenset[Range]
    definite: frozenset[Range]
    right: frozenset[Range]
    missing: frozenset[Range]
    wrong: tuple[Wrong, ...]

    @property
    def undecided(self) -> frozenset[Range]:
        """Tensor expressions that have no definite and right state though torch saw but one."""
        return self.tensors - self.mixed - self.right


@dataclass(frozen=True, slots=True)
class Figures:
    """The sizes of a verdict's parts; they can be added up."""

    expressions: int = 0
    tensors: int = 0
    mixed: int = 0
    definite: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0

    @classmethod
    def of(cls, verdict: Verdict) -> Figures:
        return cls(*(len(getattr(verdict, field.name)) for field in fields(cls)))

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def coverage(self) -> float:
        """Share of tensor expressions with a definite and right state, of those that had one state; 1 if none did."""
        return self.right / single if (single := self.tensors - self.mixed) else 1.0


def judge(facts: Sequence[Fact], observed: Mapping[Range, frozenset[Observation]]) -> Verdict:
    """Compares the facts of one program with its observations."""
    by_range = {tuple(fact["range"]): fact for fact in facts}
    doubled = [place for place, count in Counter(tuple(fact["range"]) for fact in facts).items() if count > 1]
    wrong = [Wrong(place, "several facts for one range", "") for place in doubled]
    for place, seen in observed.items():
        if place in by_range:
            wrong += (Wrong(place, *claim) for claim in _contradicted(by_range[place], seen))
    tensors = frozenset(place for place, seen in observed.items() if any(one.kind == "tensor" for one in seen))
    mixed = frozenset(place for place in tensors if len({(one.kind, one.state) for one in observed[place]}) > 1)
    definite = frozenset(place for place in tensors if len(by_range.get(place, {}).get("states", ())) == 1)
    right = definite - mixed - {one.range for one in wrong}
    missing = frozenset(observed) - frozenset(by_range)
    return Verdict(
        frozenset(observed), tensors, mixed, definite, right, missing, tuple(sorted(wrong, key=lambda one: one.range))
    )


def _contradicted(fact: Fact, seen: Iterable[Observation]) -> Iterator[tuple[str, str]]:
    """The definite claims of `fact` that an observation contradicts, each with all that was seen instead."""
    for name, allowed in _claims(fact):
        values = {getattr(one, name) for one in seen if one.kind == "tensor" or name == "kind"}
        if not values <= allowed:
            yield f"{name} {_words(allowed)}", _words(values)


def _claims(fact: Fact) -> Iterator[tuple[str, set[Any]]]:
    """The fields for which `fact` claims something, with the values that it allows."""
    if fact["kind"] != "unknown":
        yield "kind", {fact["kind"]}
    if fact["states"]:
        yield "state", set(fact["states"])
    for name in ("requires_grad", "is_leaf", "retains_grad", "grad"):
        if fact[name] is not None:
            yield name, {fact[name]}


def _words(values: Iterable[Any]) -> str:
    return ", ".join(sorted(map(str, values)))
