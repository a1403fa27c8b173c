"""What the analysis tells the outside, as plain data: facts, findings, fixes. All offsets count Unicode code points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["tensor", "module", "optimizer", "other", "unknown"]
State = Literal["constant", "leaf", "tracked"]
Severity = Literal["error", "warning", "information"]
Applicability = Literal["safe", "unsafe"]


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open range of code-point offsets in one file."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of *why*: a place and what happened there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `place` by `text`."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a finding. `preferred` marks the one that is right in most cases."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: `message` is one line; `steps` lead from the cause to `place`."""

    rule: str
    code: str
    severity: Severity
    message: str
    place: Place
    steps: tuple[Step, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def cause(self) -> Place | None:
        return self.steps[0].place if self.steps else None


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one expression, over every path, loop round and call that was seen."""

    start: int
    end: int
    kind: Kind
    states: tuple[State, ...] = ()
    requires_grad: bool | None = None
    is_leaf: bool | None = None
    retains_grad: bool | None = None
    grad: Literal["none", "populated"] | None = None
    cause: str | None = None
    verdict: str = ""
    """One line for the hover."""
    reasons: tuple[Step, ...] = ()
    remedy: str = field(default="", compare=False)
    cut: Place | None = None
    """Where its gradient ends, if it has lost one: the operation that cuts it off."""
