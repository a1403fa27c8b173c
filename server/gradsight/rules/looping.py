"""The loop around a place, and edits of its body."""

from __future__ import annotations

import re
from dataclasses import dataclass

import libcst as cst

from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Place
from gradsight.locate import Found
from gradsight.syntax import ClassBlock

FUNCTIONS = (cst.FunctionDef, cst.Lambda)
LOOPS = (cst.For, cst.While)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The statements of one block by place, in order, and the loop or function that the block belongs to, if any."""

    found: Found
    statements: tuple[Place, ...]

    def index(self, place: Place) -> int | None:
        """Which statement of the block the place is in."""
        return next((i for i, s in enumerate(self.statements) if s.start <= place.start and place.end <= s.end), None)


def innermost_loop(editor: Editor, place: Place) -> Place | None:
    """The `for` or `while` statement around the place, in the same function."""
    found = editor.at(place)
    for node in reversed(found.around if found else ()):
        if isinstance(node, FUNCTIONS):
            return None
        if found is not None and isinstance(node, LOOPS):
            return found.place(node)
    return None


def body_of(editor: Editor, loop: Place) -> Surroundings | None:
    """The statements of a loop's body, if they have lines of their own."""
    found = editor.at(loop)
    node = found.nearest(*LOOPS) if found else None
    if found is None or not isinstance(node, LOOPS) or not isinstance(node.body, cst.IndentedBlock):
        return None
    return Surroundings(found, tuple(found.place(statement) for statement in node.body.body))


def block_of(editor: Editor, place: Place) -> Surroundings | None:
    """The statements of the innermost block around the place; those of the module by their own blocks."""
    found = editor.at(place)
    block = found.nearest(cst.IndentedBlock) if found else None
    if found is not None and isinstance(block, cst.IndentedBlock):
        return Surroundings(found, tuple(found.place(statement) for statement in block.body))
    return None if found is None else Surroundings(found, tuple(_top_level(editor)))


def _top_level(editor: Editor) -> list[Place]:
    places = []
    for block in editor.module.blocks:
        if isinstance(block, ClassBlock):
            places.append(Place(editor.path, block.start, block.end))
            continue
        for node in block.tree.body:
            start, end = block.tree.spans[node]
            places.append(Place(editor.path, block.start + start, block.start + end))
    return places


def move_into(editor: Editor, statements: list[Place], loop: Place) -> Edits | None:
    """Takes whole lines from before a loop to the beginning of its body."""
    body = body_of(editor, loop)
    if body is None or not statements:
        return None
    indents = [editor.indent(place.start) for place in statements]
    inner = editor.indent(body.statements[0].start)
    if inner is None or len(set(indents)) != 1 or indents[0] is None:
        return None
    at = editor.line_start(body.statements[0].start)
    taken, moved = [], ""
    for place in statements:
        start, end = editor.line_start(place.start), editor.line_end(place.end)
        lines = editor.source[start:end].splitlines(keepends=True)
        moved += "".join(inner + line.removeprefix(indents[0]) if line.strip() else line for line in lines)
        taken.append(Edit(editor.place(start, end), ""))
    return (*taken, Edit(editor.place(at, at), moved))


def move_behind(editor: Editor, place: Place, target: Place) -> Edits | None:
    """Takes the statement that `place` is in, with the block that is its own, behind the one that `target` is in."""
    block = block_of(editor, target)
    first, last = (None, None) if block is None else (block.index(place), block.index(target))
    if block is None or first is None or last is None or first >= last:
        return None
    moved, behind = block.statements[first], block.statements[last]
    start, end = editor.line_start(moved.start), editor.line_end(moved.end - 1)
    if editor.indent(moved.start) is None or editor.indent(behind.start) is None:
        return None
    lines = editor.source[start:end].rstrip("\r\n").split(editor.newline())
    return (Edit(editor.place(start, end), ""), *editor.insert_behind(behind, "", lines))


def mentions(text: str, name: str) -> bool:
    """Whether the source text uses a name, dotted or not."""
    return re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text) is not None
