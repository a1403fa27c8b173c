"""What a name of a library means, as plain data: told to the analysis, which reads no library itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Role = Literal["class", "function", "value", "module", "same", "unknown"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type as a library declares it, by the full name of its class; "" if it is not known, "..." for an ellipsis.

    `bases` are the classes that it derives from, nearest first; `whole` is whether these are all."""

    name: str = ""
    arguments: tuple[Type, ...] = ()
    bases: tuple[str, ...] = ()
    whole: bool = False

    def ancestry(self) -> Iterator[str]:
        """Its own name and those of its bases."""
        yield self.name
        yield from self.bases


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a dotted name stands for. `type` is the class itself, what calling the function gives, what the value is, or that
    of which this is the same under another name; `reason` says why no more is known."""

    role: Role
    type: Type = Type()
    reason: str = ""
