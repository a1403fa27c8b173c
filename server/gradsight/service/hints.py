"""Inlay hints: a word behind the names being assigned, where a gradient ends there or for every tensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from gradsight.domain.why import CutKind
from gradsight.explain import Where, markdown
from gradsight.findings import Fact
from gradsight.service.document import Document

HintMode = Literal["off", "cuts", "all"]

CUTS = frozenset(get_args(CutKind))


@dataclass(frozen=True, slots=True)
class Hint:
    """A word to be shown at an offset, and the hover text that explains it."""

    offset: int
    label: str
    markdown: str


def hints(document: Document, start: int, end: int, mode: HintMode, where: Where) -> tuple[Hint, ...]:
    """The hints between two offsets, by offset."""
    if mode == "off":
        return ()
    shown = []
    for target_start, target_end in document.outline.targets:
        fact = document.analysis.facts.of_range(target_start, target_end) if start <= target_end <= end else None
        if fact and fact.kind == "tensor" and (label := _label(fact, document, mode)):
            shown.append(Hint(target_end, label, markdown(fact, where) or ""))
    return tuple(sorted(shown, key=lambda hint: hint.offset))


def _label(fact: Fact, document: Document, mode: HintMode) -> str:
    if fact.requires_grad is False and fact.cause in CUTS and _cut_here(fact, document):
        return f"no gradient: {fact.cause}"
    return "|".join(fact.states) if mode == "all" else ""


def _cut_here(fact: Fact, document: Document) -> bool:
    """Whether the gradient ends in the statement of the assignment: else it was lost before."""
    start, end = document.statement(fact.start)
    return fact.cut is not None and fact.cut.path == document.path and start <= fact.cut.start <= fact.cut.end <= end
