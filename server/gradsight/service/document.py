"""One source with everything that is derived from it, each part made when it is first asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from gradsight.config import Config
from gradsight.findings import Edit, Fact, Finding, Fix
from gradsight.service.project import Surroundings
from gradsight.suppress import suppress
from gradsight.syntax import Module, Project, Text, parse
from gradsight.syntax.outline import Outline, outline

if TYPE_CHECKING:
    from gradsight.analysis import Analysis, Memory


@dataclass(slots=True)
class Past:
    """What the analyses of former versions of a source have left for the next. One thread at a time may use it."""

    memory: Memory | None = None
    lock: Lock = field(default_factory=Lock)


Analyse = Callable[[Module, str, Project, Past], "Analysis"]


def analyse_by_engine(module: Module, path: str, project: Project, past: Past) -> Analysis:
    """The engine, imported at its first use: much of the command line does without it."""
    from gradsight.analysis import Memory, analyse

    with past.lock:
        past.memory = past.memory or Memory()
        return analyse(module, path, project, past.memory)


@dataclass(frozen=True)
class Document:
    """A version of a source. Two threads may ask at once; both get equal answers."""

    path: str
    source: str
    version: int | None
    config: Config
    analyse: Analyse
    past: Past
    surroundings: Surroundings

    @cached_property
    def module(self) -> Module:
        return parse(self.source)

    @property
    def text(self) -> Text:
        return self.module.text

    @cached_property
    def analysis(self) -> Analysis:
        return self.analyse(self.module, self.path, self.surroundings.project, self.past)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be shown, by place."""
        return self.shown(self.unhidden)

    @property
    def unhidden(self) -> Iterator[Finding]:
        """The findings that no comment in another file hides."""
        hidden = [(finding.rule, finding.place) for finding in self._hidden_at_their_cause()]
        for finding in self.analysis.findings:
            if not any((finding.rule, step.place) in hidden for step in finding.steps):
                yield finding

    def shown(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """What neither a comment nor a setting hides of findings in this source, by place."""
        unhidden = suppress(list(findings), self.module, self.path, self.last_line)
        chosen = [_with_newlines(finding, self.newline) for finding in unhidden if self._selected(finding)]
        return tuple(sorted(chosen, key=lambda f: (f.place.start, f.place.end, f.code)))

    def _hidden_at_their_cause(self) -> Iterator[Finding]:
        """The findings with their place in another file that a comment in that file hides."""
        for finding in self.analysis.elsewhere:
            source = self.analysis.sources[finding.place.path].text.source
            other = replace(self, path=finding.place.path, source=source)
            if finding not in suppress([finding], other.module, other.path, other.last_line):
                yield finding

    def edits(self, path: str) -> bool:
        """Whether fixes may change that file: this one, or one that it imports and that is not left out."""
        if path == self.path:
            return True
        return path in self.analysis.sources and not self.config.excludes(Path(path))

    def _selected(self, finding: Finding) -> bool:
        return self.config.selects(finding.rule, finding.code, Path(self.path))

    def fact_at(self, offset: int) -> Fact | None:
        """The fact of the innermost expression that contains the offset, or that ends there."""
        return next(iter(self.facts_around(offset)), None)

    def facts_around(self, offset: int) -> list[Fact]:
        """The facts of the expressions around the offset, the innermost first; one that ends there comes last."""
        return self.analysis.facts.around(offset)

    def roots_in_line(self, offset: int) -> list[Fact]:
        """The facts of the tensors in the statement of the offset, the longest first."""
        start, end = self.statement(offset)
        inside = [fact for fact in self.analysis.facts.between(start, end) if fact.end <= end]
        return sorted((f for f in inside if f.kind == "tensor"), key=lambda fact: fact.start - fact.end)

    def last_line(self, offset: int) -> int:
        """The last line of the simple statement around the offset; else the line of the offset."""
        return self.text.position(self.statement(offset)[1])[0]

    def statement(self, offset: int) -> tuple[int, int]:
        """The range of the simple statement around the offset; else the offset alone."""
        statements = self.outline.statements
        index = bisect_right(statements, (offset, len(self.source))) - 1
        start, end = statements[index] if index >= 0 else (offset, offset)
        return (start, end) if start <= offset <= end else (offset, offset)

    @cached_property
    def outline(self) -> Outline:
        return outline(self.module)

    @cached_property
    def newline(self) -> str:
        """The line break that the source uses first."""
        for index, character in enumerate(self.source):
            if character == "\n":
                return "\n"
            if character == "\r":
                return "\r\n" if self.source[index + 1 : index + 2] == "\n" else "\r"
        return "\n"


def _with_newlines(finding: Finding, newline: str) -> Finding:
    """The finding with the line breaks of its edits as the source has them."""
    if newline == "\n" or not finding.fixes:
        return finding
    return replace(finding, fixes=tuple(_fix_with_newlines(fix, newline) for fix in finding.fixes))


def _fix_with_newlines(fix: Fix, newline: str) -> Fix:
    edits = (Edit(edit.place, edit.text.replace("\r\n", "\n").replace("\n", newline)) for edit in fix.edits)
    return replace(fix, edits=tuple(edits))
