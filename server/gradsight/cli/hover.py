"""`gradsight hover FILE:LINE:COL`: the hover text of the editor, in the terminal."""

from __future__ import annotations

from pathlib import Path

from gradsight.service import Workspace
from gradsight.service.sources import Unreadable, read


class BadPosition(Exception):
    """The position cannot be used; the message says why."""


def hover(position: str) -> str:
    """What is known of the expression there, in words. Raises BadPosition."""
    name, line, column = _parts(position)
    workspace = Workspace()
    try:
        workspace.update(name, read(Path(name)).text)
    except Unreadable as error:
        raise BadPosition(f"{name}: {error}") from error
    text = workspace.text(name)
    if not 1 <= line <= text.line_count:
        raise BadPosition(f"{name} has {text.line_count} lines, and no line {line}")
    hover = workspace.hover(name, text.offset(line - 1, column - 1))
    return hover.plain if hover else "This is no tensor, module or optimizer."


def _parts(position: str) -> tuple[str, int, int]:
    name, line, column = (["", "", "", *position.rsplit(":", 2)])[-3:]
    if not (name and line.isdecimal() and column.isdecimal() and int(column) >= 1):
        raise BadPosition(f"{position}: write FILE:LINE:COL, as in train.py:12:5")
    return name, int(line), int(column)
