"""GS504: modules or parameters in a plain list, tuple or dict, whose module feeds an optimizer."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Held
from gradsight.domain.reach import Ids
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.registering import unregistered
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in unregistered(context):
        if found.fault.tensor is None:
            context.reported.add(found.fault.visit.place)
            yield _finding(context, found.fault.visit.place, found.fault.text, found.ids, found.optimizer)


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
    kind = "Parameter" if "Parameter(" in text else "Module"
    if isinstance(node, cst.Dict | cst.DictComp):
        return editor.nn(f"{kind}Dict")
    return editor.nn(f"{kind}List") if isinstance(node, cst.List | cst.ListComp | cst.Tuple) else None


RULE = Rule(
    "unregistered-module", "GS504", "warning", "a plain container hides modules or parameters from an optimizer", find
)
