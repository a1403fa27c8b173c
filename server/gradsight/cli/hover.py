"""`gradsight hover FILE:LINE:COL`, or `NOTEBOOK:cell N:LINE:COL`: the hover text of the editor, in the terminal."""

from __future__ import annotations

import re
from pathlib import Path

from gradsight.service import Workspace
from gradsight.service.notebook_file import NotebookFile, read_notebook
from gradsight.service.sources import Unreadable, read
from gradsight.syntax import Text


class BadPosition(Exception):
    """The position cannot be used; the message says why."""


def hover(position: str) -> str:
    """What is known of the expression there, in words. Raises BadPosition."""
    name, cell, line, column = _parts(position)
    workspace = Workspace()
    try:
        source = read_notebook(read(Path(name)).text) if cell else read(Path(name))
    except Unreadable as error:
        raise BadPosition(f"{name}: {error}") from error
    if isinstance(source, NotebookFile):
        workspace.update(name, source.cells.source, cells=source.cells)
        offset = _offset_in_cell(source, cell, line, column)
    else:
        workspace.update(name, source.text)
        offset = _offset(name, workspace.text(name), line, column)
    found = workspace.hover(name, offset)
    return found.plain if found else "This is no tensor, module or optimizer."


def _parts(position: str) -> tuple[str, int, int, int]:
    """Name, cell (0 if none), line and column."""
    match = re.fullmatch(r"(?P<name>.+?)(?::cell (?P<cell>[1-9]\d*))?:(?P<line>\d+):(?P<column>[1-9]\d*)", position)
    if match is None:
        raise BadPosition(f"{position}: write FILE:LINE:COL, as in train.py:12:5")
    name, cell = match["name"], int(match["cell"] or 0)
    if name.endswith(".ipynb") and not cell:
        raise BadPosition(f"{position}: write NOTEBOOK:cell N:LINE:COL, as in book.ipynb:cell 2:1:5")
    return name, cell, int(match["line"]), int(match["column"])


def _offset(name: str, text: Text, line: int, column: int) -> int:
    if not 1 <= line <= text.line_count:
        raise BadPosition(f"{name} has {text.line_count} lines, and no line {line}")
    return text.offset(line - 1, column - 1)


def _offset_in_cell(notebook: NotebookFile, cell: int, line: int, column: int) -> int:
    if cell not in notebook.cells.numbers:
        raise BadPosition(f"cell {cell} is no cell with Python code")
    index = notebook.cells.numbers.index(cell)
    inside = _offset(f"cell {cell}", Text(notebook.texts[index]), line, column)
    return notebook.cells.outside(index, inside)
