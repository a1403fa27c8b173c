"""Findings as people read them: the source line with the place underlined, the numbered steps of why, the fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from gradsight.cli.output import address
from gradsight.cli.report import Mend, Reason, Region, Report

_STYLES = {"error": "bold red", "warning": "bold yellow", "information": "bold cyan"}
_TAB = 4


def render(reports: Sequence[Report], colour: bool) -> str:
    """All findings, an empty line after each."""
    out = StringIO()
    console = Console(file=out, force_terminal=colour, color_system="standard" if colour else None, highlight=False)
    for report in reports:
        for line in _lines(report):
            console.print(line, soft_wrap=True)
        console.print()
    return out.getvalue()


def _lines(report: Report) -> Iterator[Text]:
    style = _STYLES[report.severity]
    yield Text.assemble((f"{report.severity}[{report.code}]", style), (f": {report.message}", "bold"))
    margin = len(str(report.region.row))
    yield Text.assemble(" " * margin, ("--> ", "blue"), address(report.region), (f"  {report.name}", "dim"))
    yield from _excerpt(report.region, margin, style)
    for number, reason in enumerate(report.why, 1):
        yield from _step(number, reason)
    for fix in report.fixes:
        yield _fix(fix)


def _excerpt(region: Region, margin: int, style: str) -> Iterator[Text]:
    """The first line of the region, and carets under what belongs to it."""
    before, marked = _columns(region)
    yield Text(" " * margin + " |", "blue")
    yield Text.assemble((f"{region.row:>{margin}} | ", "blue"), _visible(region.line))
    yield Text.assemble((" " * margin + " | ", "blue"), " " * before, ("^" * marked, style))


def _step(number: int, reason: Reason) -> Iterator[Text]:
    region = reason.region
    yield Text.assemble((f"  {number}. ", "bold"), reason.message, (f"  ({address(region)})", "dim"))
    before, marked = _columns(region)
    margin = f"     {region.row} | "
    yield Text.assemble((margin, "blue"), _visible(region.line))
    yield Text.assemble((" " * (len(margin) - 2) + "| ", "blue"), " " * before, ("-" * marked, "blue"))


def _fix(fix: Mend) -> Text:
    label = "fix" if fix.applicability == "safe" else "fix (unsafe)"
    return Text.assemble((f"  {label}: ", "bold green"), fix.message)


def _columns(region: Region) -> tuple[int, int]:
    """How many terminal cells lie before the region on its first line, and how many it takes there, at least one."""
    start = region.column - 1
    end = region.end_column - 1 if region.end_row == region.row else len(region.line.rstrip())
    before = _cells(region.line[:start])
    return before, max(_cells(region.line[:end]) - before, 1)


def _cells(text: str) -> int:
    return cell_len(_visible(text))


def _visible(text: str) -> str:
    """The text without tabs, and with a sign for what would steer the terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text.expandtabs(_TAB))
