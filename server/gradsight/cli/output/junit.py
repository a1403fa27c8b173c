"""JUnit's XML, as test reporters read it: a file is a suite, a finding a failed test."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from gradsight.cli.output import shown
from gradsight.cli.report import Report

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def render(reports: Sequence[Report], _colour: bool) -> str:
    """Without findings, one suite with one passed test: empty files are errors for some readers."""
    root = ET.Element("testsuites", _counts("gradsight", len(reports)))
    for name, group in groupby(reports, key=lambda report: shown(report.region.filename)):
        _suite(root, name, list(group))
    if not reports:
        suite = ET.SubElement(root, "testsuite", {**_counts("gradsight", 0), "tests": "1"})
        ET.SubElement(suite, "testcase", {"name": "no findings", "classname": "gradsight"})
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, name: str, reports: Sequence[Report]) -> None:
    suite = ET.SubElement(root, "testsuite", _counts(name, len(reports)))
    for report in reports:
        row, column = str(report.region.row), str(report.region.column)
        attributes = {"name": f"gradsight.{report.code}", "classname": name, "line": row, "column": column}
        case = ET.SubElement(suite, "testcase", {key: _legal(value) for key, value in attributes.items()})
        failure = ET.SubElement(case, "failure", {"message": _legal(report.message), "type": report.severity})
        steps = [f"{n}. {r.message} (line {r.region.row})" for n, r in enumerate(report.why, 1)]
        failure.text = _legal("\n".join([f"line {row}, column {column}: {report.message}", *steps]))


def _counts(name: str, failures: int) -> dict[str, str]:
    return {"name": _legal(name), "tests": str(failures), "failures": str(failures), "errors": "0"}


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
