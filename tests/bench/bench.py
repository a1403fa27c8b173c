"""Time from an edit to its diagnostics in the real server process, and where it goes.

`python tests/bench/bench.py [FILE ...]` prints milliseconds, and multiples of what `ast.parse` of the same file takes
in the same run, which are what to compare between machines.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from parts import PARTS, timed_parts
from rich.console import Console
from rich.table import Table
from session import Session
from typing_program import edits, spot

FILES = sorted((Path(__file__).parent / "files").glob("*.py"), key=lambda file: file.stat().st_size)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one file, in seconds: the first diagnostics, those after each edit, hovers, and the parts of an analysis."""

    name: str
    lines: int
    opened: float
    edited: Sequence[float]
    hovered: Sequence[float]
    parts: dict[str, list[float]]


def measured(file: Path, most_edits: int | None = None) -> Figures:
    """Starts a server of its own for the file."""
    source = file.read_text(encoding="utf-8")
    changes = edits(source)[:most_edits]
    line, column = spot(source)
    with Session() as session:
        opened = session.open(source)
        edited = [session.edit(change) for change in changes]
        hovered = [session.hover(line, column) for _ in changes]
    gc.collect()
    gc.freeze()
    return Figures(file.name, source.count("\n"), opened, edited, hovered, timed_parts(source, changes))


def table(figures: Sequence[Figures]) -> Table:
    result = Table(title=f"edit to diagnostics, {len(figures[0].edited)} edits inside a method")
    for heading in ("", *(f"{each.name}, {each.lines} lines" for each in figures)):
        result.add_column(heading, justify="right" if heading else "left")
    result.add_row("edit to diagnostics, median", *(_ms(median(each.edited)) for each in figures))
    result.add_row("95th percentile", *(_ms(_p95(each.edited)) for each in figures))
    result.add_row("as a multiple of ast.parse", *(_ratio(each, median(each.edited)) for each in figures))
    result.add_row("open to diagnostics, cold", *(_ms(each.opened) for each in figures))
    result.add_row("hover, median", *(_ms(median(each.hovered)) for each in figures))
    result.add_section()
    for part in PARTS:
        row = (f"{_ms(median(each.parts[part]))}  {_ratio(each, median(each.parts[part]))}" for each in figures)
        result.add_row(f"{part}, median", *row)
    return result


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _ratio(figures: Figures, seconds: float) -> str:
    return f"{seconds / median(figures.parts['ast.parse']):5.1f}×"


def _p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def main(paths: Sequence[str]) -> None:
    files = [Path(path) for path in paths] or FILES
    Console(width=None if sys.stdout.isatty() else 140).print(table([measured(file) for file in files]))


if __name__ == "__main__":
    main(sys.argv[1:])
