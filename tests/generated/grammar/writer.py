"""What every part of the grammar writes with: choices, lines, names and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

ChosenT = TypeVar("ChosenT")


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name stands for. Every dimension of a tensor is 3; `rank` counts them.

    `grad` is a rough guess: "c" constant, "l" leaf, "t" tracked, "?" anything. `more` is what a kind needs besides.
    """

    kind: str
    rank: int = 1
    grad: str = "?"
    dtype: str = "float"
    more: tuple[Any, ...] = ()


@dataclass(slots=True)
class Scope:
    """The names that a function, or the module, has bound so far."""

    names: dict[str, Thing] = field(default_factory=dict)
    function: bool = False
    loop: bool = False
    returns: int | None = None
    """The rank of what the function returns, None where it is no function that returns a tensor."""


class Writer:
    """Writes one program; `left` bounds its length."""

    def __init__(self, random: Random, left: int) -> None:
        self.random = random
        self.left = left
        self.lines: list[str] = []
        self.depth = 0
        self.scopes = [Scope()]
        self.counts: dict[str, int] = {}
        self.records = True
        """A guess whether grad mode is on."""

    # Choices

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def chance(self, percent: int) -> bool:
        return self.number(0, 99) >= 100 - percent

    def choose(self, options: Sequence[ChosenT]) -> ChosenT:
        return options[self.number(0, len(options) - 1)]

    def weighted(self, options: Sequence[tuple[int, ChosenT]]) -> ChosenT:
        """One of `options`, each with its weight."""
        at = self.number(0, sum(weight for weight, _ in options) - 1)
        for weight, option in options:
            if at < weight:
                return option
            at -= weight
        raise AssertionError

    # Lines

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)
        self.left -= 1

    @contextmanager
    def block(self, header: str, keep: int = 15) -> Iterator[None]:
        """The lines of a compound statement. Names bound in it are forgotten but for `keep` per cent of the time."""
        self.line(header)
        start, before = len(self.lines), dict(self.scope.names)
        self.depth += 1
        yield
        if len(self.lines) == start:
            self.line("pass")
        self.depth -= 1
        if not self.chance(keep):
            self.scope.names = {name: self.scope.names.get(name, thing) for name, thing in before.items()}

    # Names

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    @contextmanager
    def function(self, names: dict[str, Thing], returns: int | None, closed: bool = False) -> Iterator[None]:
        """The body of a function with these parameters. Functions and modules around it are visible, tensors if `closed`."""
        seen = {name: thing for name, thing in self.scope.names.items() if closed or thing.kind != "tensor"}
        records, self.records = self.records, True
        self.scopes.append(Scope({**seen, **names}, function=True, returns=returns))
        yield
        self.scopes.pop()
        self.records = records

    def fresh(self, prefix: str) -> str:
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}{self.counts[prefix]}"

    def bind(self, name: str, thing: Thing) -> str:
        self.scope.names[name] = thing
        return name

    def named(self, kind: str, **fields: object) -> list[str]:
        """The names of one kind, the newest last, whose things have these fields."""
        return [
            name
            for name, thing in self.scope.names.items()
            if thing.kind == kind and all(getattr(thing, key) == value for key, value in fields.items())
        ]

    def tensors(self, rank: int | None = None, grads: str = "clt?", dtype: str | None = "float") -> list[str]:
        """The names of tensors of that rank whose gradient state is among `grads`."""
        return [
            name
            for name, thing in self.scope.names.items()
            if thing.kind == "tensor"
            and (rank is None or thing.rank == rank)
            and thing.grad in grads
            and (dtype is None or thing.dtype == dtype)
        ]

    def thing(self, name: str) -> Thing:
        return self.scope.names[name]
