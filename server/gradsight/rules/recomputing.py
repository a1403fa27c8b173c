"""The edit that computes anew what a step or an update has overwritten."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.why import Why
from gradsight.edits import Editor
from gradsight.findings import Fix, Place
from gradsight.rules.context import Context
from gradsight.rules.looping import block_of
from gradsight.rules.walking import behind


def computed_anew(context: Context, whys: tuple[Why, ...], written: Place, backward: Place) -> tuple[Fix, ...]:
    """The assignments that lead to the root of a backward once more, behind the statement that has overwritten weights."""
    editor = context.editor(backward)
    block = block_of(editor, backward) if written.path == backward.path else None
    here, there = (None, None) if block is None else (block.index(written), block.index(backward))
    if block is None or here is None or there is None or here >= there:
        return ()
    made = {context.run.places.real(place) for why in whys for place in behind(why)}
    found = sorted({i for place in made if (i := block.index(place)) is not None and i < here})
    chosen = [block.statements[i] for i in found if is_tracked(context, block.statements[i])]
    indent = editor.indent(block.statements[here].start)
    if not chosen or indent is None or any(editor.statement(place) is None for place in chosen):
        return ()
    names = ", ".join(f"`{name}`" for place in chosen for name in bound_names(editor, place))
    edits = editor.insert_behind(block.statements[here], indent, [editor.text(place) for place in chosen])
    return (Fix(f"Compute {names} anew after it", edits, "unsafe", True),)


def bound_names(editor: Editor, statement: Place) -> list[str]:
    """The texts of what an assignment binds."""
    found = editor.at(statement)
    assignment = found.nearest(cst.Assign) if found else None
    targets = assignment.targets if found is not None and isinstance(assignment, cst.Assign) else ()
    names = [name for target in targets for name in _targets(target.target)]
    return [editor.text(found.place(name)) for name in names if found is not None]


def is_tracked(context: Context, statement: Place) -> bool:
    """Whether an assignment binds what is in a graph and nothing else; data and parameters do not count."""
    found = context.editor(statement).at(statement)
    assignment = found.nearest(cst.Assign) if found else None
    if found is None or not isinstance(assignment, cst.Assign):
        return False
    names = [name for target in assignment.targets for name in _targets(target.target)]
    seen = [each for name in names for each in context.seen(found.place(name))]
    return bool(seen) and all(isinstance(each, Tensor) and each.states == Grad.TRACKED for each in seen)


def _targets(target: cst.BaseAssignTargetExpression | cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(target, cst.Tuple | cst.List):
        return [name for element in target.elements for name in _targets(element.value)]
    return [target] if isinstance(target, cst.BaseExpression) else []
