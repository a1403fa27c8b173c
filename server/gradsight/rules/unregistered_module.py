"""GS504: modules or parameters in a plain list, tuple or dict, whose module feeds an optimizer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Enumerated, Fault, Held
from gradsight.domain.reach import Ids
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    held = {context.find(id) for event in context.events(Held) for id in event.ids}
    for event in context.events(Enumerated):
        optimizer = _optimizer(context, event)
        for owner, name, ids in event.hidden:
            place = _assigned(context, owner, name)
            if (
                optimizer is None
                or place is None
                or place in context.reported
                or any(context.find(id) in held for id in ids)
            ):
                continue
            context.reported.add(place)
            yield _finding(context, place, name, ids, optimizer)


def _optimizer(context: Context, event: Enumerated) -> Held | None:
    """The optimizer that got what was listed."""
    ids = {context.find(id) for id in event.ids}
    for held in context.events(Held):
        inside = held.statement.start <= event.visit.place.start and event.visit.place.end <= held.statement.end
        if inside or ids & {context.find(id) for id in held.ids}:
            return held
    return None


def _assigned(context: Context, owner: int, name: str) -> Place | None:
    """Where the container became an attribute."""
    for fault in context.events(Fault):
        if (
            fault.kind == "unregistered"
            and fault.text == name
            and fault.owner is not None
            and context.find(fault.owner) == context.find(owner)
        ):
            return fault.visit.place
    return None


def _finding(context: Context, place: Place, name: str, ids: Ids, optimizer: Held) -> Finding:
    count = len(ids)
    what = "the parameter" if count == 1 else f"the {count} parameters"
    steps = (
        Step(place, "torch registers modules and parameters, but does not look into plain containers"),
        Step(optimizer.visit.place, f"so this optimizer does not get {what} in it"),
    )
    verb = "is" if count == 1 else "are"
    message = f"{what} in `{name}` {verb} never trained: a plain container hides them from `parameters()`"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, place))


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    editor = context.editor(place)
    found = editor.at(place)
    assignment = found.nearest(cst.Assign, cst.AnnAssign) if found else None
    if found is None or not isinstance(assignment, cst.Assign | cst.AnnAssign) or assignment.value is None:
        return ()
    value = found.place(assignment.value)
    kind = _container(editor, assignment.value, editor.text(value))
    if kind is None:
        return ()
    before, after = editor.place(value.start, value.start), editor.place(value.end, value.end)
    return (Fix(f"Use `{kind}`", (Edit(before, f"{kind}("), Edit(after, ")")), "safe", True),)


def _container(editor: Editor, node: cst.BaseExpression, text: str) -> str | None:
    nn = "nn" if "from torch import nn" in editor.source or "torch.nn as nn" in editor.source else "torch.nn"
    kind = "Parameter" if "Parameter(" in text else "Module"
    if isinstance(node, cst.Dict | cst.DictComp):
        return f"{nn}.{kind}Dict"
    return f"{nn}.{kind}List" if isinstance(node, cst.List | cst.ListComp | cst.Tuple) else None


RULE = Rule(
    "unregistered-module", "GS504", "warning", "a plain container hides modules or parameters from an optimizer", find
)
