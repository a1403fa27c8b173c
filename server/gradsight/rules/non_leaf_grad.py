"""GS101: `.grad` of a tracked tensor that does not retain it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Backward
from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Place, Severity, Step
from gradsight.rules.context import Context
from gradsight.rules.looping import innermost_loop, mentions
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in reads(context):
        tracked = all(r.tensor.states == Grad.TRACKED and r.tensor.retains is False for r in found.reads)
        if tracked and _went_through(found):
            context.reported.add(found.place)
            yield _finding(context, found)


def _went_through(found: Reads) -> bool:
    """Whether a backward went through the tensor; of several that a name may mean, it only may have."""
    walked = [read.tensor.walked for read in found.reads]
    if found.used is not None:
        return all(read.after_backward for read in found.reads)
    return walked[0] is True and False not in walked


def _finding(context: Context, found: Reads) -> Finding:
    tensor = found.first.tensor
    name = context.source(found.place).removesuffix(".grad").strip()
    made = Step(tensor.why.place, f"`{name}` is the result of an operation: it requires grad, but it is not a leaf")
    read = Step(found.place, "backward keeps `.grad` of leaves only, so this is None")
    severity: Severity = "error" if found.used else "warning"
    message = f"`{name}.grad` is None: `{name}` is not a leaf, and `retain_grad()` was not called before backward"
    return Finding(RULE.name, RULE.code, severity, message, found.place, (made, read), _fixes(context, name, found))


def _fixes(context: Context, name: str, found: Reads) -> tuple[Fix, ...]:
    editor = context.editor(found.place)
    statement = found.first.tensor.statement
    if not name.isidentifier():
        return ()
    if statement is None or not _binds(context, statement, name, found.place):
        statement = editor.only_binding(found.place, name) or editor.last_binding(found.place, name)
    if statement is not None and _again(context, name, found.place, statement):
        anew = editor.insert_after(statement, f"{name} = {name}.detach().requires_grad_()")
        title = f"Begin each round with a leaf: `{name}.detach().requires_grad_()`"
        return () if anew is None else (Fix(title, anew, "unsafe", True),)
    edits = None if statement is None else editor.insert_after(statement, f"{name}.retain_grad()")
    return () if edits is None else (Fix(f"Insert `{name}.retain_grad()` after `{name}` is made", edits, "safe", True),)


def _binds(context: Context, statement: Place, name: str, read: Place) -> bool:
    """Whether a statement of the function in which the name is read assigns it."""
    statement, editor = context.run.places.real(statement), context.editor(read)
    found, here = editor.at(statement), editor.at(context.run.places.real(read))
    if found is None or here is None or found.path != here.path:
        return False
    text = editor.text(statement)
    inside = found.nearest(cst.FunctionDef) is here.nearest(cst.FunctionDef)
    return inside and re.match(rf"[\w, .]*\b{name}\b[^=(]*(:[^=]+)?=", text) is not None


def _again(context: Context, name: str, read: Place, statement: Place) -> bool:
    """Whether a loop with a backward of its own computes the tensor from what it was in the round before."""
    real, editor = context.run.places.real, context.editor(read)
    loop = innermost_loop(editor, real(read))
    backwards = [real(event.visit.place) for event in context.events(Backward)]
    if loop is None or not _in(real(statement), loop) or not any(_in(each, loop) for each in backwards):
        return False
    before = real(statement).start > real(read).start  # what is read was made in the round before
    return before or mentions(editor.text(statement).partition("=")[2], name)


def _in(place: Place, whole: Place) -> bool:
    return place.path == whole.path and whole.start <= place.start and place.end <= whole.end


RULE = Rule("non-leaf-grad", "GS101", "warning", "`.grad` of a tensor that is not a leaf is read", find)
