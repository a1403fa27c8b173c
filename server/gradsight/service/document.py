"""One source with everything that is derived from it, each part made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst

from gradsight.findings import Edit, Fact, Finding, Fix, Place
from gradsight.suppress import suppress
from gradsight.syntax import Block, ClassBlock, Module, Text, parse

if TYPE_CHECKING:
    from gradsight.analysis import Analysis

Analyse = Callable[[Module, str], "Analysis"]
Selects = Callable[[Finding], bool]

SYNTAX_ERROR = ("syntax-error", "GS902")


def analyse_by_engine(module: Module, path: str) -> Analysis:
    """The engine, imported at its first use: much of the command line does without it."""
    from gradsight.analysis import analyse

    return analyse(module, path)


@dataclass(frozen=True)
class Document:
    """A version of a source. Two threads may ask at once; both get equal answers."""

    path: str
    source: str
    version: int | None
    analyse: Analyse
    selects: Selects

    @cached_property
    def module(self) -> Module:
        return parse(self.source)

    @property
    def text(self) -> Text:
        return self.module.text

    @cached_property
    def analysis(self) -> Analysis:
        return self.analyse(self.module, self.path)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be shown, by place."""
        found = [*self.analysis.findings, *self._syntax_errors()]
        shown = suppress(found, self.module, self.path, self.last_line)
        chosen = [_with_newlines(finding, self.newline) for finding in shown if self.selects(finding)]
        return tuple(sorted(chosen, key=lambda f: (f.place.start, f.place.end, f.code)))

    def fact_at(self, offset: int) -> Fact | None:
        """The fact of the innermost expression that contains the offset, or that ends there."""
        around = [fact for fact in self.analysis.facts if fact.start <= offset <= fact.end]
        inside = [fact for fact in around if offset < fact.end]
        return min(inside or around, key=lambda fact: fact.end - fact.start, default=None)

    def last_line(self, offset: int) -> int:
        """The last line of the smallest simple statement around the offset; else the line of the offset."""
        ends = [
            (end - start, end)
            for node, start, end in self.nodes()
            if isinstance(node, cst.BaseSmallStatement) and start <= offset <= end
        ]
        return self.text.position(min(ends)[1] if ends else offset)[0]

    def nodes(self) -> Iterator[tuple[cst.CSTNode, int, int]]:
        """Every node with the offsets of its text."""
        for block in _blocks(self.module.blocks):
            for node, (start, end) in block.tree.spans.items():
                yield node, block.start + start, block.start + end

    @cached_property
    def newline(self) -> str:
        """The line break that the source uses first."""
        for index, character in enumerate(self.source):
            if character == "\n":
                return "\n"
            if character == "\r":
                return "\r\n" if self.source[index + 1 : index + 2] == "\n" else "\r"
        return "\n"

    def _syntax_errors(self) -> Iterator[Finding]:
        for problem in self.module.problems:
            yield Finding(
                rule=SYNTAX_ERROR[0],
                code=SYNTAX_ERROR[1],
                severity="information",
                message=f"This does not parse, so nothing is known of what it does: {problem.message}",
                place=Place(self.path, problem.start, problem.end),
            )


def _blocks(blocks: Sequence[Block | ClassBlock]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from _blocks(block.members)
        else:
            yield block


def _with_newlines(finding: Finding, newline: str) -> Finding:
    """The finding with the line breaks of its edits as the source has them."""
    if newline == "\n" or not finding.fixes:
        return finding
    return replace(finding, fixes=tuple(_fix_with_newlines(fix, newline) for fix in finding.fixes))


def _fix_with_newlines(fix: Fix, newline: str) -> Fix:
    edits = (Edit(edit.place, edit.text.replace("\r\n", "\n").replace("\n", newline)) for edit in fix.edits)
    return replace(fix, edits=tuple(edits))
