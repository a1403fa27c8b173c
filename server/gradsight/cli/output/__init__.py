"""Output formats of `gradsight check`: one function each, from reports to text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gradsight.cli.report import Region, Report

Render = Callable[[Sequence[Report], bool], str]
"""Reports and whether to use colour, to the text to be printed."""


def renderer(name: str) -> Render:
    """The function of a format; its module is imported now and no other."""
    from importlib import import_module

    render: Render = import_module(f"gradsight.cli.output.{name}").render
    return render


def shown(filename: str) -> str:
    """The name of a file as people type it: relative to the current folder if it lies in it."""
    path = Path(filename)
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return filename


def address(region: Region) -> str:
    """`file:row:column`, with the cell of a notebook after the file."""
    cell = "" if region.cell is None else f"cell {region.cell}:"
    return f"{shown(region.filename)}:{cell}{region.row}:{region.column}"
