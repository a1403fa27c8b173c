"""One line for each finding."""

from __future__ import annotations

from collections.abc import Sequence

from gradsight.cli.output import address
from gradsight.cli.report import Report


def render(reports: Sequence[Report], _colour: bool) -> str:
    """`file:row:column: CODE [*] message (rule)`; the star marks what `--fix` mends."""
    return "".join(f"{address(r.region)}: {r.code} {_star(r)}{r.message} ({r.name})\n" for r in reports)


def _star(report: Report) -> str:
    return "[*] " if any(fix.applicability == "safe" for fix in report.fixes) else ""
