"""A position as people write it: `FILE:LINE:COL`, or `NOTEBOOK:cell N:LINE:COL`; lines and columns count from 1."""

from __future__ import annotations

import re
from pathlib import Path

from gradsight.cli.inputs import Input
from gradsight.cli.libraries import Libraries
from gradsight.config_files import Configs
from gradsight.service import Workspace
from gradsight.service.notebook_file import NotebookFile, read_notebook
from gradsight.service.sources import Unreadable, read
from gradsight.syntax import Text


class BadPosition(Exception):
    """The position cannot be used; the message says why."""


def opened(position: str, libraries: Libraries, column_needed: bool = True) -> tuple[Workspace, str, int]:
    """A workspace with the file, its name in it, and the offset there; without a column the line's first word. Raises BadPosition."""
    name, cell, line, column = _parts(position, column_needed)
    try:
        source = read(Path(name))
        notebook = read_notebook(source.text) if cell else None
    except Unreadable as error:
        raise BadPosition(f"{name}: {error}") from error
    workspace = libraries.opened(Input(name, source, notebook=notebook), Configs())
    if notebook:
        return workspace, name, _offset_in_cell(notebook, cell, line, column)
    return workspace, name, _offset(name, workspace.text(name), line, column)


def _parts(position: str, column_needed: bool) -> tuple[str, int, int, int]:
    """Name, cell (0 if none), line and column (0 if none)."""
    end = "" if column_needed else "?"
    match = re.fullmatch(
        rf"(?P<name>.+?)(?::cell (?P<cell>[1-9]\d*))?:(?P<line>\d+)(?::(?P<column>[1-9]\d*)){end}", position
    )
    form = "LINE:COL" if column_needed else "LINE[:COL]"
    if match is None:
        raise BadPosition(f"{position}: write FILE:{form}, as in train.py:12:5")
    name, cell = match["name"], int(match["cell"] or 0)
    if name.endswith(".ipynb") and not cell:
        raise BadPosition(f"{position}: write NOTEBOOK:cell N:{form}, as in book.ipynb:cell 2:1:5")
    return name, cell, int(match["line"]), int(match["column"] or 0)


def _offset(name: str, text: Text, line: int, column: int) -> int:
    if not 1 <= line <= text.line_count:
        raise BadPosition(f"{name} has {text.line_count} lines, and no line {line}")
    start = text.offset(line - 1, 0)
    if column:
        return text.offset(line - 1, column - 1)
    content = text.source[start:].split("\n", 1)[0]
    return start + len(content) - len(content.lstrip())


def _offset_in_cell(notebook: NotebookFile, cell: int, line: int, column: int) -> int:
    if cell not in notebook.cells.numbers:
        raise BadPosition(f"cell {cell} is no cell with Python code")
    index = notebook.cells.numbers.index(cell)
    inside = _offset(f"cell {cell}", Text(notebook.texts[index]), line, column)
    return notebook.cells.outside(index, inside)
