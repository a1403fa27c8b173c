"""GS505: a tensor that requires grad is an attribute of a module, but no parameter, and no optimizer gets it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.registering import Unregistered, unregistered
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in unregistered(context):
        place = found.fault.visit.place
        if found.fault.tensor is None or not _in_init(context, place) or _by_hand(context, found):
            continue
        context.reported.add(place)
        yield _finding(context, found)


def _in_init(context: Context, place: Place) -> bool:
    """What a method stores for later, an input to look at, is no weight."""
    found = context.editor(place).at(place)
    function = found.nearest(cst.FunctionDef) if found else None
    return isinstance(function, cst.FunctionDef) and function.name.value == "__init__"


def _by_hand(context: Context, found: Unregistered) -> bool:
    """Whether the program takes its gradient itself."""
    return any(context.find(id) in context.by_hand for id in found.ids)


def _finding(context: Context, found: Unregistered) -> Finding:
    place, name = found.fault.visit.place, found.fault.text
    steps = (
        Step(place, "this requires grad, but is no `nn.Parameter`, so `parameters()` does not list it"),
        Step(found.optimizer.visit.place, "so this optimizer does not get it"),
    )
    message = f"`{name}` is never trained: a tensor that requires grad is no parameter of the module"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, place))


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """`torch.rand(3, requires_grad=True)` becomes `nn.Parameter(torch.rand(3))`."""
    editor = context.editor(place)
    found = editor.at(place)
    assignment = found.nearest(cst.Assign, cst.AnnAssign) if found else None
    if found is None or not isinstance(assignment, cst.Assign | cst.AnnAssign) or assignment.value is None:
        return ()
    whole = found.place(assignment.value)
    text = editor.without_keywords(whole, ("requires_grad",))
    if text is None:
        return ()
    text = text.removesuffix(".requires_grad_()").removesuffix(".requires_grad_(True)")
    kind = editor.nn("Parameter")
    return (Fix(f"Make it an `{kind}`", editor.replace(whole, f"{kind}({text})"), "safe", True),)


RULE = Rule(
    "unregistered-tensor", "GS505", "warning", "a tensor that requires grad is no parameter of its module", find
)
