"""A JSON array in ruff's shape, and the steps of why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from gradsight.cli.report import Mend, Reason, Region, Report


def render(reports: Sequence[Report], _colour: bool) -> str:
    """Rows and columns count from 1; `filename` is absolute."""
    encoded = msgspec.json.encode([_entry(report) for report in reports])
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _entry(report: Report) -> dict[str, object]:
    return {
        "cell": report.region.cell,
        "code": report.code,
        "name": report.name,
        "severity": report.severity,
        "message": report.message,
        **_range(report.region),
        "fix": _fix(report.fixes[0], report.region.filename) if report.fixes else None,
        "url": report.url,
        "noqa_row": report.noqa_row,
        "why": [_step(reason) for reason in report.why],
    }


def _range(region: Region) -> dict[str, object]:
    return {
        "filename": str(Path(region.filename).absolute()),
        "location": {"row": region.row, "column": region.column},
        "end_location": {"row": region.end_row, "column": region.end_column},
    }


def _fix(fix: Mend, filename: str) -> dict[str, object]:
    """As ruff has it; an edit in another file than that of the finding has its `filename`."""
    edits: list[dict[str, Any]] = []
    for edit in fix.edits:
        at = _range(edit.region)
        elsewhere = {"filename": at["filename"]} if edit.region.filename != filename else {}
        at = {"location": at["location"], "end_location": at["end_location"]}
        edits.append({"content": edit.content, **at, **elsewhere})
    return {"applicability": fix.applicability, "message": fix.message, "edits": edits}


def _step(reason: Reason) -> dict[str, object]:
    return {**_range(reason.region), "message": reason.message}
