"""Where a value came from: small chained events. They explain a value and never decide anything, so they are not compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from gradsight.findings import Place

CutKind = Literal[
    "detach",
    "data",
    "no-grad",
    "inference-mode",
    "number",
    "numpy",
    "rewrap",
    "non-differentiable",
    "integer",
    "sample",
    "draw",
    "frozen",
    "checkpoint",
    "zero-gradient",
    "constant",
    "custom",
    "gradient",
]


@dataclass(frozen=True, slots=True)
class Why:
    """One event in the history of a value: what happened (a sentence), where, and what it came from."""

    place: Place = field(compare=False)
    text: str = field(compare=False)
    parents: tuple[Why, ...] = field(default=(), compare=False, repr=False)


def history(roots: Iterable[Why], deepest: int) -> Iterator[Why]:
    """Each event that led to `roots`, these included, once and nearest first, over `deepest` steps at most."""
    level, met = list(roots), set[int]()
    for _ in range(deepest):
        level = [why for why in {id(why): why for why in level}.values() if id(why) not in met]
        met.update(map(id, level))
        yield from level
        level = [parent for why in level for parent in why.parents]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the gradient's way ends: the operation at `place`; `mode` is where grad mode was switched off."""

    kind: CutKind
    place: Place
    text: str = field(compare=False)
    mode: Place | None = field(default=None, compare=False)
    many: bool = field(default=False, compare=False)
    """Whether it certainly was a list of tensors."""
    stored: bool = field(default=False, compare=False)
    """Whether what came out of it was stored in another tensor or a list: data rather than a step on the way to a loss."""
