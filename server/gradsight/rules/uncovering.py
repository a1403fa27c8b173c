"""Edits that bring a computation back under grad mode: out of the block, without the decorator, without the switch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from gradsight.domain.objects import Tensor
from gradsight.domain.why import Cut, Why, history
from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import every
from gradsight.rules.context import Context
from gradsight.rules.looping import mentions

DEEPEST = 60


def uncover(context: Context, editor: Editor, cut: Cut, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """Drops the decorator, removes the switch, or takes statements out of the block; `whys` is the root's history."""
    if cut.mode is None or cut.mode.path != editor.path:
        return ()
    edits, title = editor.delete_decorator(cut.mode), "Drop the decorator"
    if edits is None and "set_grad_enabled" in editor.text(cut.mode) and editor.statement(cut.mode) is not None:
        return tuple(_switched_on(editor, cut.mode, _way(context, cut, whys)))
    if edits is None:
        edits, title = _out_of_block(context, editor, cut, whys), "Take these statements out of the block"
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


def _way(context: Context, cut: Cut, whys: Iterable[Why]) -> set[Place]:
    """Where the root is computed, the cut included."""
    real = context.run.places.real
    return {real(cut.place), *(real(why.place) for why in history(whys, DEEPEST))}


def _switched_on(editor: Editor, call: Place, way: set[Place]) -> Iterator[Fix]:
    """`torch.set_grad_enabled(False)` becomes the decorator of the function that it stands in, or goes."""
    gone, decorated = editor.delete_line(call), _decorated(editor, call, way)
    if gone is None:
        return
    if decorated is not None:
        title = "Switch it off in this function only: `@torch.no_grad()`"
        yield Fix(title, (decorated, *gone), "unsafe", True)
    yield Fix("Remove the call that leaves grad mode off", gone, "unsafe", decorated is None)


def _decorated(editor: Editor, call: Place, way: set[Place]) -> Edit | None:
    """The decorator in front of the function in whose own block the call stands, if the root is not computed there."""
    found = editor.at(call)
    blocks = [node for node in found.around if isinstance(node, cst.FunctionDef | cst.IndentedBlock)] if found else []
    if found is None or len(blocks) < 2 or not isinstance(blocks[-2], cst.FunctionDef):
        return None
    whole = found.place(blocks[-2])
    if any(place.path == whole.path and _within(place, whole) for place in way):
        return None
    start = editor.line_start(found.place(blocks[-2].name).start)
    line = editor.source[start : editor.line_end(start)]
    indent = line[: len(line) - len(line.lstrip())]
    simple = editor.text(call) == "torch.set_grad_enabled(False)" and re.match(r"\s*def\b", line)
    return Edit(editor.place(start, start), f"{indent}@torch.no_grad(){editor.newline()}") if simple else None


def _out_of_block(context: Context, editor: Editor, cut: Cut, whys: Iterable[Why]) -> Edits | None:
    """What the root is computed by leaves the block. The rest stays, where none of it is needed before."""
    assert cut.mode is not None
    body = editor.body(cut.mode)
    if body is None:
        return None
    way = _way(context, cut, whys)
    needed = [i for i, statement in enumerate(body) if _leads(context, editor, statement, way)]
    if not needed:
        return None
    if needed[-1] - needed[0] + 1 == len(needed) and needed[-1] == len(body) - 1:
        return editor.shrink_block(cut.mode, body[needed[0]])
    if all(_free(editor, body, index, needed) for index in needed):
        return _before(editor, cut.mode, [body[index] for index in needed])
    return editor.shrink_block(cut.mode, body[needed[0]])


def _leads(context: Context, editor: Editor, statement: Place, way: set[Place]) -> bool:
    """Whether the root is computed in a statement, or from what it binds, and loses there a leaf that is to learn."""
    real, wanted = context.run.places.real, context.held | context.wanted.keys()
    seen = [each for _, place in _bound(editor, statement) for each in context.seen(place)]
    tensors = [each for each in seen if isinstance(each, Tensor)]
    here = any(place.path == statement.path and _within(place, statement) for place in way)
    leading = [each for each in tensors if here or real(each.why.place) in way]
    behind = context.lost & wanted
    return any(not behind or context.find_all(each.lost) & wanted for each in leading) if tensors else here


def _within(place: Place, statement: Place) -> bool:
    return statement.start <= place.start and place.end <= statement.end


def _bound(editor: Editor, statement: Place) -> Iterator[tuple[str, Place]]:
    """The names that a statement binds."""
    for found in every(editor.module, editor.path, cst.Name):
        place = found.place(found.node)
        above = [node for node in reversed(found.around) if not isinstance(node, cst.Element | cst.Tuple | cst.List)]
        target = bool(above) and isinstance(above[0], cst.AssignTarget)
        changed = bool(above) and isinstance(above[0], cst.AugAssign) and above[0].target is found.node
        if isinstance(found.node, cst.Name) and _within(place, statement) and (target or changed):
            yield found.node.value, place


def _free(editor: Editor, body: list[Place], index: int, needed: list[int]) -> bool:
    """Whether a statement may run before those of the block that stay."""
    mine = {name for name, _ in _bound(editor, body[index])}
    for other in (i for i in range(index) if i not in needed):
        theirs = {name for name, _ in _bound(editor, body[other])}
        if any(mentions(editor.text(body[index]), name) for name in theirs):
            return False
        if any(mentions(editor.text(body[other]), name) for name in mine):
            return False
    return True


def _before(editor: Editor, header: Place, statements: list[Place]) -> Edits | None:
    """Whole lines of a block to the line before it."""
    block = editor.block(header)
    outer = None if block is None else editor.indent(block.start)
    inner = editor.indent(statements[0].start)
    if block is None or outer is None or inner is None or not inner.startswith(outer):
        return None
    taken, moved = [], ""
    for place in statements:
        start, end = editor.line_start(place.start), editor.line_end(place.end - 1)
        lines = editor.source[start:end].splitlines(keepends=True)
        moved += "".join(line.replace(inner, outer, 1) if line.startswith(inner) else line for line in lines)
        taken.append(Edit(editor.place(start, end), ""))
    at = editor.line_start(block.start)
    return (Edit(editor.place(at, at), moved), *taken)
