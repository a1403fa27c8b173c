"""GS101: `.grad` of a tracked tensor that does not retain it."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Severity, Step
from gradsight.rules.context import Context
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
    if statement is None or found.first.tensor.name != name or statement.path != found.place.path:
        statement = editor.only_binding(found.place, name)
    edits = None if statement is None else editor.insert_after(statement, f"{name}.retain_grad()")
    return () if edits is None else (Fix(f"Insert `{name}.retain_grad()` after `{name}` is made", edits, "safe", True),)


RULE = Rule("non-leaf-grad", "GS101", "warning", "`.grad` of a tensor that is not a leaf is read", find)
