"""GitLab's code quality report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from gradsight.cli.output import shown
from gradsight.cli.report import Report

_SEVERITIES = {"error": "critical", "warning": "major", "information": "info"}


def render(reports: Sequence[Report], _colour: bool) -> str:
    """A JSON array; a fingerprint survives that lines move."""
    seen: Counter[str] = Counter()
    entries = [_entry(report, seen) for report in reports]
    return msgspec.json.format(msgspec.json.encode(entries), indent=2).decode() + "\n"


def _entry(report: Report, seen: Counter[str]) -> dict[str, object]:
    region = report.region
    same = f"{shown(region.filename)}\0{report.code}\0{region.line.strip()}"
    seen[same] += 1
    return {
        "check_name": report.code,
        "description": f"{report.code}: {report.message}",
        "severity": _SEVERITIES[report.severity],
        "fingerprint": sha256(f"{same}\0{seen[same]}".encode()).hexdigest()[:16],
        "location": {
            "path": shown(region.filename).replace("\\", "/"),
            "positions": {
                "begin": {"line": region.row, "column": region.column},
                "end": {"line": region.end_row, "column": region.end_column},
            },
        },
    }
