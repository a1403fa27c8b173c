"""What a module is told to hold: which parameters are trainable, which are frozen, which are not registered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Place, Step
from gradsight.interpret.holding import Part

MOST_NAMES = 8
"""Names that a hover lists."""


def of_module(parts: tuple[Part, ...]) -> tuple[str, tuple[Step, ...]]:
    """One line, and where what is frozen was frozen and what is not registered was made."""
    if not parts:
        return "a module without parameters", ()
    listed = [part for part in parts if part.registered]
    groups = (
        ("trainable", [part for part in listed if part.states == Grad.LEAF]),
        ("frozen", [part for part in listed if part.states == Grad.CONSTANT]),
        ("frozen on some paths only", [part for part in listed if part.states not in (Grad.LEAF, Grad.CONSTANT)]),
        ("not registered, so `parameters()` does not list them", [part for part in parts if not part.registered]),
    )
    told = [f"{len(some)} {word} ({names(part.name for part in some)})" for word, some in groups if some]
    count = f"{len(listed)} parameter{'' if len(listed) == 1 else 's'}"
    return f"a module of {count}: {', '.join(told)}", tuple(_steps(parts))


def names(some: Iterable[str], most: int = MOST_NAMES) -> str:
    """`a`, `b`, `c` and 4 more; all of them where only one would be left out."""
    every = [f"`{name}`" for name in dict.fromkeys(some)]
    if len(every) <= most + 1:
        return " and ".join([*([", ".join(every[:-1])] if len(every) > 1 else []), *every[-1:]])
    return f"{', '.join(every[:most])} and {len(every) - most} more"


def _steps(parts: tuple[Part, ...]) -> Iterator[Step]:
    frozen: dict[Place, list[str]] = {}
    hidden: dict[Place, list[str]] = {}
    for part in parts:
        if not part.registered:
            hidden.setdefault(part.made, []).append(part.name)
        elif part.frozen is not None and part.states & Grad.CONSTANT:
            frozen.setdefault(part.frozen, []).append(part.name)
    yield from (Step(place, f"{names(some)}: frozen here") for place, some in frozen.items())
    yield from (
        Step(place, f"{names(some)}: made here, and no part of the module for torch") for place, some in hidden.items()
    )
