"""Workflow commands of GitHub Actions, which show findings in the diff of a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradsight.cli.output import address
from gradsight.cli.report import Report

_LEVELS = {"error": "error", "warning": "warning", "information": "notice"}


def render(reports: Sequence[Report], _colour: bool) -> str:
    """One command for each finding."""
    return "".join(_command(report) for report in reports)


def _command(report: Report) -> str:
    region = report.region
    fields = {
        "title": f"gradsight ({report.code})",
        "file": str(Path(region.filename).absolute()),
        "line": region.row,
        "endLine": region.end_row,
    }
    if region.row == region.end_row:
        fields |= {"col": region.column, "endColumn": region.end_column}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in fields.items())
    why = [f"  {number}. {reason.message} (line {reason.region.row})" for number, reason in enumerate(report.why, 1)]
    text = "\n".join([f"{address(region)}: {report.code} {report.message}", *why])
    return f"::{_LEVELS[report.severity]} {properties}::{_data(text)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
