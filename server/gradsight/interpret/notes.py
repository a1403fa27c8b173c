"""What is learnt while a unit runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gradsight.domain.events import Log
from gradsight.domain.values import Value
from gradsight.findings import Place
from gradsight.interpret.frames import Code
from gradsight.interpret.recorder import Recorder
from gradsight.meaning import Meaning
from gradsight.syntax import Source

if TYPE_CHECKING:
    from gradsight.interpret.units import Unit


@dataclass(slots=True)
class Notes:
    recorder: Recorder = field(default_factory=Recorder)
    log: Log = field(default_factory=Log)
    functions: list[Value] = field(default_factory=list)
    """Those that it defined."""
    called: set[Code] = field(default_factory=set)
    asked: dict[str, Source | None] = field(default_factory=dict)
    """What was asked of the project."""
    wondered: dict[str, Meaning | None] = field(default_factory=dict)
    """What was asked of libraries."""
    grad_reads: dict[int, Place] = field(default_factory=dict)
    calls: dict[int, Unit] = field(default_factory=dict)
    """Calls inside it, by the ids that they began with."""
    earlier: Mapping[int, Unit] = field(default_factory=dict)
    """The same of its run before."""
    stopped: Place | None = None
    """The statement in which it came to a limit, or to that of our own stack."""

    def absorb(self, part: Notes) -> None:
        """Takes over what was learnt in a call inside it."""
        self.recorder.absorb(part.recorder)
        self.log.absorb(part.log)
        self.functions.extend(part.functions)
        self.called.update(part.called)
        self.asked.update(part.asked)
        self.wondered.update(part.wondered)
