"""Findings ready to be printed: rows and columns from 1, the source lines they show, and no reference to a source."""

from __future__ import annotations

from dataclasses import dataclass

from gradsight.explain import rule_page
from gradsight.findings import Applicability, Finding, Fix, Place, Severity, Step
from gradsight.service import Workspace


@dataclass(frozen=True, slots=True)
class Region:
    """A range of a file; `line` is the text of its first line. In a notebook, rows count from the top of the cell."""

    filename: str
    row: int
    column: int
    end_row: int
    end_column: int
    line: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of why."""

    region: Region
    message: str


@dataclass(frozen=True, slots=True)
class Change:
    """Replaces a region by `content`."""

    region: Region
    content: str


@dataclass(frozen=True, slots=True)
class Mend:
    """One fix."""

    message: str
    applicability: Applicability
    edits: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One finding. `fixes` begin with the preferred one; `noqa_row` is where an ignore comment acts."""

    name: str
    code: str
    severity: Severity
    message: str
    region: Region
    why: tuple[Reason, ...]
    fixes: tuple[Mend, ...]
    noqa_row: int
    url: str


def reports(workspace: Workspace, path: str) -> tuple[Report, ...]:
    """The findings of a source of the workspace, by place."""
    return tuple(_report(workspace, finding) for finding in workspace.findings(path))


def region(workspace: Workspace, place: Place) -> Region:
    """The region of a place in a source of the workspace."""
    at = workspace.locate(place)
    text = workspace.text(place.path)
    line = text.line(text.position(place.start)[0])
    return Region(place.path, at.line + 1, at.column + 1, at.end_line + 1, at.end_column + 1, line, at.cell)


def _report(workspace: Workspace, finding: Finding) -> Report:
    ordered = sorted(finding.fixes, key=lambda fix: not fix.preferred)
    at = region(workspace, finding.place)
    return Report(
        name=finding.rule,
        code=finding.code,
        severity=finding.severity,
        message=finding.message,
        region=at,
        why=tuple(_reason(workspace, step) for step in finding.steps),
        fixes=tuple(_mend(workspace, fix) for fix in ordered),
        noqa_row=at.row,
        url=rule_page(finding.rule),
    )


def _reason(workspace: Workspace, step: Step) -> Reason:
    return Reason(region(workspace, step.place), step.message)


def _mend(workspace: Workspace, fix: Fix) -> Mend:
    edits = tuple(Change(region(workspace, edit.place), edit.text) for edit in fix.edits)
    return Mend(fix.title, fix.applicability, edits)
