"""GS401: a leaf is made and lost in the same binding, and the result is used as if it were the leaf."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.grad import Grad
from gradsight.edits import Editor
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in reads(context):
        made = found.first.tensor.lost_leaf
        if made is None or made in context.reported or found.first.tensor.states != Grad.TRACKED or not _unretained(found):
            continue
        context.reported.update((made, found.place))
        yield _finding(context, found, made)


def _unretained(found: Reads) -> bool:
    return all(read.tensor.retains is False for read in found.reads)


def _finding(context: Context, found: Reads, made: Place) -> Finding:
    name = context.source(found.place).removesuffix(".grad").strip()
    steps = (
        Step(made, "this is the leaf; it has no name"),
        Step(found.first.tensor.why.place, f"`{name}` is the result of an operation on it, and no leaf"),
        Step(found.place, f"`{name}.grad` is None"),
    )
    message = f"`{name}` is not the leaf that is made here: the operation after it gives a new tensor, and the leaf is lost"
    return Finding(RULE.name, RULE.code, "warning", message, made, steps, flag_last(context, made))


def flag_last(context: Context, made: Place) -> tuple[Fix, ...]:
    """`f(…, requires_grad=True) * k` becomes `(f(…) * k).requires_grad_()`."""
    editor = Editor(context.module, context.path)
    found = editor.at(made)
    assignment = found.nearest(cst.Assign, cst.AnnAssign) if found else None
    text = editor.without_keywords(made, ("requires_grad",))
    if found is None or not isinstance(assignment, cst.Assign | cst.AnnAssign) or assignment.value is None or text is None:
        return ()
    whole = found.place(assignment.value)
    value = editor.source[whole.start : made.start] + text + editor.source[made.end : whole.end]
    simple = isinstance(assignment.value, cst.Call | cst.Attribute | cst.Subscript)
    return (Fix("Ask for `requires_grad` last", editor.replace(whole, f"{value if simple else f'({value})'}.requires_grad_()"), "safe", True),)


RULE = Rule("lost-leaf", "GS401", "warning", "a leaf is lost in the binding that makes it", find)
