"""The plain data of this package. Places are in code points, as everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gradsight.findings import Place

Reached = Literal["yes", "no", "maybe"]


@dataclass(frozen=True, slots=True)
class Node:
    """One value on the way. `state` is one or several gradient states joined by "|", or "" where it is not known."""

    place: Place
    label: str
    text: str
    """What happened there, as a hover says it."""
    state: str = ""
    root: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From an input to what was computed of it, by index. `cut` says why no gradient goes back there; "" if one may."""

    source: int
    target: int
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """How a value came about. `more`: there is more than MOST_NODES."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """One leaf as a backward sees it. `place` is where its gradient is lost (`lost`), else where it was made, if that is known."""

    name: str
    reached: Reached
    reason: str = ""
    place: Place | None = None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Backwards:
    """All visits of one `backward()` together. `hidden`: it may reach leaves that are not seen."""

    place: Place
    parameters: tuple[Parameter, ...]
    hidden: bool
    held: bool
    """Whether an optimizer holds any of them, so that they are parameters in people's words."""

    @property
    def title(self) -> str:
        """What stands above the call."""
        sure = sum(parameter.reached == "yes" for parameter in self.parameters)
        maybe = sum(parameter.reached == "maybe" for parameter in self.parameters)
        total, word = len(self.parameters), "parameter" if self.held else "leaf"
        words = {"parameter": "parameters", "leaf": "leaves"}
        if self.hidden:
            return f"gradients reach at least {sure} {word if sure == 1 else words[word]}"
        count = f"{sure}" if not maybe else f"{sure} to {sure + maybe}"
        return f"gradients reach {count} of {total} {word if total == 1 else words[word]}"
