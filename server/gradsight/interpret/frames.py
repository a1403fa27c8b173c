"""Where the interpreter stands: the function being run, its scope, its syntax, its loops."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import libcst as cst

from gradsight.domain.state import Mode, Names, State
from gradsight.domain.values import Function, Value
from gradsight.findings import Place
from gradsight.knowledge.host import Closure
from gradsight.syntax import whole_function

Spans = Mapping[cst.CSTNode, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What the names of a function meant, and what was read to find that. That is so again where all scopes are the same objects:
    a state writes only to those that it owns, and to a copy of others."""

    scopes: tuple[tuple[int, Names], ...]
    reads: frozenset[tuple[int, str]]
    found: Closure

    def still(self, state: State) -> bool:
        return all(state.scopes.get(id) is names and id not in state.owned for id, names in self.scopes)


@dataclass(slots=True, eq=False)
class Code:
    """A function, lambda, class or block of a file. Spans are relative to `base`, the block's offset.

    A function of an imported file has its body from the first call on, see `wake`."""

    node: cst.CSTNode
    base: int
    spans: Spans
    path: str
    statements: Sequence[cst.CSTNode] = ()
    """Those of a block."""
    lost: frozenset[str] | None = None
    """The names in what does not parse of its block, so that it may do more than is seen; None if all parses."""
    elsewhere: frozenset[str] | None = None
    """Of a block: what its loops bind and other blocks read. None if it is not known who reads its names."""
    yields: bool | None = None
    """Whether it is a generator; None before it was asked."""
    meant: Meant | None = None
    """What its names meant when that was last asked."""

    def wake(self) -> None:
        """Before the body is looked at."""
        self.node, self.spans = whole_function(self.node, self.spans)

    def place(self, node: cst.CSTNode) -> Place:
        start, end = self.spans[node]
        return Place(self.path, self.base + start, self.base + end)


NOWHERE = Place("", 0, 0)


@dataclass(slots=True)
class Loop:
    forgets: frozenset[str] = frozenset()
    """Names whose values are gone at the end of a round."""
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """One activation. `scope` is where names are bound; `enclosing` the scope around it, for functions and classes."""

    code: Code
    scope: int
    function: Function | None = None
    receiver: Value | None = None
    is_class: bool = False
    returns: list[tuple[State, Value]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    generator: bool = False
    on_yield: Callable[[Value], Value] | None = None
    """What runs at each `yield` of a generator that is run for its consumer."""
    paused: list[tuple[State, Value]] | None = None
    """Takes the state and the value at each `yield` of a generator."""
    before: Mode = field(default_factory=Mode)
    """The grad mode of the caller."""
    outer_names: dict[str, int] = field(default_factory=dict)
    """Names declared `global` or `nonlocal`, with the scope they live in."""
    comprehension: bool = False
    captured: bool = False
    """Whether a closure keeps the scope after the call."""
    statement: Place = NOWHERE


def site(frames: Sequence[Frame], path: str, place: Place) -> Place | None:
    """For a place in another file than `path`: the innermost statement of that file on the way to it."""
    if place.path == path:
        return None
    return next((frame.statement for frame in reversed(frames) if frame.statement.path == path), None)
