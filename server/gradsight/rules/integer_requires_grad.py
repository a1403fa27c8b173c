"""GS406: a gradient is asked for on an integer or bool tensor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.counting import role
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("integer-requires-grad"):
        if always:
            message = "this raises: only tensors of floating point and complex dtype can require gradients"
            steps = (
                () if fault.tensor is None else (Step(fault.tensor.why.place, f"its dtype is {fault.tensor.dtype}"),)
            )
            yield Finding(RULE.name, RULE.code, "error", message, fault.visit.place, steps, _fixes(context, fault))


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """Whole numbers that are used as such lose the flag, those that are only computed with become floating."""
    place = fault.visit.place if fault.tensor is None else fault.tensor.why.place
    editor = context.editor(place)
    found = editor.at(place)
    used = "unknown" if found is None else role(editor, found)
    if used == "integers":
        return _without_flag(editor, fault.visit.place)
    return _floating(editor, place) if used == "numbers" else ()


def _without_flag(editor: Editor, place: Place) -> tuple[Fix, ...]:
    title = "Leave out the flag: indices and classes have no gradient"
    call = editor.without_keywords(place, ["requires_grad"])
    if call is not None and re.search(r"\brequires_grad\s*=", editor.text(place)):
        return (Fix(title, editor.replace(place, call), "safe", True),)
    found = editor.at(place)
    alone = found is not None and isinstance(found.around[-1] if found.around else None, cst.Expr | cst.AssignTarget)
    edits = editor.delete_line(place) if alone else editor.without_access(place)
    return () if edits is None else (Fix(title, edits, "safe", True),)


def _floating(editor: Editor, place: Place) -> tuple[Fix, ...]:
    text = editor.text(place)
    given = re.search(r"dtype\s*=\s*([\w.]+)", text)
    if given is not None:
        at = editor.place(place.start + given.start(1), place.start + given.end(1))
        return (Fix("Make it floating: `torch.float32`", (Edit(at, "torch.float32"),), "safe", True),)
    if not re.match(r"[\w.]+\(", text):
        return ()
    floats = _as_floats(editor, place)
    if floats:
        return (Fix("Write floating numbers", floats, "safe", True),)
    edits = editor.add_keyword(place, "dtype=torch.float32")
    return () if edits is None else (Fix("Make it floating: `dtype=torch.float32`", edits, "safe", True),)


VALUES = ("tensor", "as_tensor", "arange", "Variable")
"""Functions whose numbers are values, not sizes."""


def _as_floats(editor: Editor, place: Place) -> tuple[Edit, ...]:
    """Edits that make `1` in a display of whole numbers `1.0`."""
    found = editor.at(place)
    if found is None or not isinstance(found.node, cst.Call) or not found.node.args:
        return ()
    if editor.text(place).partition("(")[0].rpartition(".")[2] not in VALUES:
        return ()
    numbers = _integers(found.node.args[0].value)
    return tuple(Edit(found.place(number), f"{number.value}.0") for number in numbers)


def _integers(node: cst.CSTNode) -> list[cst.Integer]:
    """The numbers of a display; none unless all its items are decimal integers."""
    if isinstance(node, cst.Integer):
        return [node] if node.value.isdigit() else []
    if isinstance(node, cst.UnaryOperation):
        return _integers(node.expression)
    if not isinstance(node, cst.List | cst.Tuple):
        return []
    inner = [_integers(element.value) for element in node.elements]
    return [number for numbers in inner for number in numbers] if all(inner) else []


RULE = Rule("integer-requires-grad", "GS406", "error", "a gradient is asked for on an integer or bool tensor", find)
