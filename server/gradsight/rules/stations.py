"""From a statement inside a function to the statements that call the function: where two effects can change places."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.edits import Editor, Edits
from gradsight.findings import Place
from gradsight.locate import Found, every

DEEPEST = 4


def stations(editor: Editor, place: Place) -> Iterator[Place]:
    """The place, then the one call of the function that it is in, and so on outwards."""
    for _ in range(DEEPEST):
        place = editor.real(place)
        yield place
        found = editor.at(place)
        name = _called_as(editor, found) if found is not None else ""
        calls = list(_calls(editor, name)) if name else []
        if len(calls) != 1:
            return
        place = calls[0]


def _called_as(editor: Editor, found: Found) -> str:
    """The name by which the function around is called; a class's own for `__init__`."""
    function = found.nearest(cst.FunctionDef)
    if not isinstance(function, cst.FunctionDef):
        return ""
    if function.name.value != "__init__":
        return function.name.value
    before = editor.source[: found.place(function).start]
    classes = re.findall(r"^class (\w+)", before, re.MULTILINE)
    return classes[-1] if classes else ""


def _calls(editor: Editor, name: str) -> Iterator[Place]:
    for found in every(editor.module, editor.path, cst.Call):
        callee = found.node.func if isinstance(found.node, cst.Call) else None
        last = callee.attr if isinstance(callee, cst.Attribute) else callee
        if isinstance(last, cst.Name) and last.value == name:
            yield found.place(found.node)


def move_after(editor: Editor, place: Place, target: Place) -> Edits | None:
    """Takes a statement behind another one, or what calls it behind what calls the other, where they stand in one block."""
    targets = list(stations(editor, target))
    for one in stations(editor, place):
        for other in targets:
            if one.start < other.start and editor.same_block(one, other):
                return editor.move_after(one, other)
    return None
