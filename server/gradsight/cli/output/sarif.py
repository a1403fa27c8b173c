"""SARIF 2.1.0, for code scanning services."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from gradsight import __version__
from gradsight.cli.report import Mend, Region, Report

_LEVELS = {"error": "error", "warning": "warning", "information": "note"}


def render(reports: Sequence[Report], _colour: bool) -> str:
    """One run; the steps of why are a code flow, so that viewers can walk along them."""
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "gradsight", "version": __version__, "rules": _rules(reports)}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(report) for report in reports],
            }
        ],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _rules(reports: Sequence[Report]) -> list[dict[str, object]]:
    """What the findings are about, by code."""
    by_code = {report.code: report for report in reports}
    return [{"id": code, "name": by_code[code].name, "helpUri": by_code[code].url} for code in sorted(by_code)]


def _result(report: Report) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": report.code,
        "level": _LEVELS[report.severity],
        "message": {"text": report.message},
        "locations": [_location(report.region)],
    }
    if report.why:
        steps = [{"location": {**_location(r.region), "message": {"text": r.message}}} for r in report.why]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if report.fixes:
        result["fixes"] = [_fix(fix) for fix in report.fixes]
    return result


def _location(region: Region) -> dict[str, object]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(region)}, "region": _region(region)}}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.row,
        "startColumn": region.column,
        "endLine": region.end_row,
        "endColumn": region.end_column,
    }


def _fix(fix: Mend) -> dict[str, object]:
    changes: dict[str, list[dict[str, object]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _region(edit.region), "insertedContent": {"text": edit.content}}
        changes.setdefault(_uri(edit.region), []).append(replacement)
    artifacts = [{"artifactLocation": {"uri": uri}, "replacements": parts} for uri, parts in changes.items()]
    return {"description": {"text": fix.message}, "artifactChanges": artifacts}


def _uri(region: Region) -> str:
    return Path(region.filename).absolute().as_uri()
