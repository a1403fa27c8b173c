"""What a module is told to hold: which parameters are trainable, which are frozen, which are not registered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Place, Step
from gradsight.interpret.holding import Part

MOST_NAMES = 3


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


def names(some: Iterable[str]) -> str:
    """`a`, `b`, `c` and 4 more."""
    every = list(dict.fromkeys(some))
    more = len(every) - MOST_NAMES
    first = ", ".join(f"`{name}`" for name in every[:MOST_NAMES])
    return f"{first} and {more} more" if more > 0 else first


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
