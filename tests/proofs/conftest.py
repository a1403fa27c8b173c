"""Prints what the proofs have shown: the table of causes, and the share of findings that offer a fix."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from proof_causes import DECIDABLE
from proof_program import Program
from proof_table import of_cause

Verdicts = Mapping[str, Mapping[str, Any]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    proofs = [json.loads(value) for report in reports for key, value in report.user_properties if key == "proof"]
    if proofs:
        for line in _lines({proof["name"]: proof for proof in proofs}):
            terminalreporter.write_line(line)


def _lines(verdicts: Verdicts) -> Iterator[str]:
    width = max(map(len, DECIDABLE))
    yield f"{'cause'.ljust(width)}  found  silent  fixes confirmed"
    for name in DECIDABLE:
        seen = [program for program in of_cause(name) if program.name in verdicts]
        if seen:
            yield f"{name.ljust(width)}  {_row(seen, verdicts)}"
    found, with_fix, fixes, confirmed = (
        _sum(verdicts.values(), key) for key in ("found", "with_fix", "fixes", "confirmed")
    )
    share = f", {with_fix / found:.0%}" if found else ""
    yield f"{len(verdicts)} programs: {with_fix} of {found} findings offer a fix{share}; {confirmed} of {fixes} fixes confirmed by torch"


def _row(some: Sequence[Program], verdicts: Verdicts) -> str:
    """Programs found of those that have the fault, silent of those that are correct, fixes confirmed of those offered."""
    faulty = [verdicts[program.name] for program in some if program.fires]
    correct = [verdicts[program.name] for program in some if not program.fires]
    found = sum(not verdict["faults"] for verdict in faulty)
    silent = sum(not verdict["faults"] for verdict in correct)
    fixes = f"{_sum(faulty, 'confirmed')}/{_sum(faulty, 'fixes')}"
    return f"{found:>2}/{len(faulty):<2}  {silent:>3}/{len(correct):<2}  {fixes:>8}"


def _sum(verdicts: Any, key: str) -> int:
    return sum(verdict[key] for verdict in verdicts)
