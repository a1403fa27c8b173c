"""Runs one program several times under torch, each time with another seed, and compares what happened with the analysis."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "torch"))

from claims import Figures, judge
from instrument import Range
from observations import Observation
from running import PATH, Ran, Runner

from gradsight.findings import Finding
from gradsight.service import Workspace

RUNNER = Runner()
PATIENCE = 30
"""Seconds of processor time after which the analysis is stopped."""
SLOW = 5.0
"""Seconds of processor time that the analysis of a generated program must not take."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is wrong with the analysis of a program, in words, each beginning with its kind; figures of its facts."""

    faults: tuple[str, ...]
    figures: Figures
    runs: tuple[Ran, ...]
    findings: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(fault.split(":", 1)[0] for fault in self.faults)


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding: `lines` are those that it speaks of, `text` is the source at its range."""

    code: str
    severity: str
    message: str
    range: Range
    lines: frozenset[int]
    text: str
    later: bool
    """Whether it speaks of later rounds of a loop, if only by a line further down."""


@dataclass(slots=True)
class _Analysed:
    facts: list[dict[str, Any]] = field(default_factory=list)
    findings: list[_Found] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def trial(source: str) -> Outcome:
    """Analyses and runs `source`, which has to be Python. What fails is run again where no program has run before."""
    RUNNER.start(source)
    analysed = _analyse(source)
    outcome = _compared(source, analysed)
    if outcome.faults and RUNNER.served > 1:
        RUNNER.start(source, alone=True)
        outcome = _compared(source, analysed)
    return outcome


def _compared(source: str, analysed: _Analysed) -> Outcome:
    runs, observed = RUNNER.results()
    verdict = judge(analysed.facts, observed)
    lines = source.splitlines()
    wrong = [f"wrong: {_quote(lines, one.range)}: claimed {one.claimed}, seen {one.seen}" for one in verdict.wrong]
    alarms = _alarms(analysed, runs, observed)
    shown = tuple(f"{one.code} {one.severity} at {one.range[0] + 1}: {one.message}" for one in analysed.findings)
    faults = (*analysed.faults, *wrong, *alarms)
    return Outcome(faults, Figures.of(verdict), runs, shown, analysed.seconds)


def _quote(lines: Sequence[str], place: Range) -> str:
    line, start, end_line, end = place
    text = lines[line]
    return f"{line + 1}:{start + 1} `{text[start:end] if line == end_line else text[start:]}`"


def _alarms(analysed: _Analysed, runs: Sequence[Ran], observed: Mapping[Range, frozenset[Observation]]) -> list[str]:
    """Errors that were foretold where nothing was raised, and gradients said to be None that were tensors."""
    return [
        f"alarm: {found.code} at {found.range[0] + 1}: {found.message}"
        for found in analysed.findings
        if (found.severity == "error" and _never_raised(found, runs))
        or (found.code.startswith("GS1") and _is_tensor(found, observed))
    ]


def _never_raised(found: _Found, runs: Sequence[Ran]) -> bool:
    """Whether its line was reached and nothing was raised at the lines it speaks of; for a `.grad` at any line.

    What is None here is wrong only where it is used, so all lines of a `.grad` have to be reached."""
    if found.code.startswith("GS1"):
        return any(found.lines <= run.reached and not run.raised for run in runs)
    line = found.range[0] + 1
    reached = [run for run in runs if line in (run.again if found.later else run.reached)]
    return bool(reached) and not any(found.lines & run.raised for run in reached)


def _is_tensor(found: _Found, observed: Mapping[Range, frozenset[Observation]]) -> bool:
    return found.text.endswith(".grad") and {one.kind for one in observed.get(found.range, ())} == {"tensor"}


# Analysing


def _analyse(source: str) -> _Analysed:
    done = _Analysed()
    start = time.process_time()
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        workspace = Workspace()
        workspace.update(PATH, source)
        for fact in workspace.facts(PATH):
            done.facts.append(_fact(workspace, fact))
        for finding in workspace.findings(PATH):
            done.findings.append(_finding(workspace, finding, source))
        done.seconds = time.process_time() - start
        _use(workspace, source)
    except Exception as error:
        done.faults.append(f"crash: {type(error).__name__}: {error}")
    signal.setitimer(signal.ITIMER_PROF, 0)
    if done.seconds > SLOW:
        done.faults.append(f"slow: {done.seconds:.1f} s")
    return done


def _too_long(*_: object) -> None:
    raise TimeoutError(f"no answer after {PATIENCE} s")


def _use(workspace: Workspace, source: str) -> None:
    """Asks for all that an editor asks for. Raises what gradsight raises; SyntaxError where a fix breaks the program."""
    for offset in {fact.start for fact in workspace.facts(PATH)}:
        workspace.hover(PATH, offset)
    workspace.hints(PATH, 0, len(source), "all")
    fixed = workspace.fix_all(PATH, unsafe=True)
    compile(fixed.source, PATH, "exec")


def _fact(workspace: Workspace, fact: Any) -> dict[str, Any]:
    from gradsight.findings import Place

    at = workspace.locate(Place(PATH, fact.start, fact.end))
    names = ("kind", "states", "requires_grad", "is_leaf", "retains_grad", "grad")
    place = (at.line, at.column, at.end_line, at.end_column)
    return {"range": place, **{name: getattr(fact, name) for name in names}}


def _lines_with_its_name(lines: Sequence[str], line: int) -> set[int]:
    """The lines that speak of the name that the statement on a line binds: what is None may raise in any of them."""
    bound = re.match(r"\s*(\w+) = ", lines[line])
    return {at + 1 for at, text in enumerate(lines) if bound and re.search(rf"\b{bound[1]}\b", text)}


def _finding(workspace: Workspace, finding: Finding, source: str) -> _Found:
    at = workspace.locate(finding.place)
    lines = {workspace.locate(step.place).line + 1 for step in finding.steps} | {at.line + 1}
    if finding.code.startswith("GS1"):
        lines |= _lines_with_its_name(source.splitlines(), at.line)
    place = (at.line, at.column, at.end_line, at.end_column)
    text = source[finding.place.start : finding.place.end]
    said = (finding.message, *(step.message for step in finding.steps))
    later = any("round" in one or "from then on" in one for one in said) or max(lines) > at.line + 1
    return _Found(finding.code, finding.severity, finding.message, place, frozenset(lines), text, later)
