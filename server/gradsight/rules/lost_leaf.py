"""GS401: a leaf is made and lost in the same binding, and the result is used as if it were the leaf."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import GradRead
from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for read in context.events(GradRead):
        made, tensor = read.tensor.lost_leaf, read.tensor
        if made is None or made in context.reported:
            continue
        if tensor.states == Grad.TRACKED and tensor.retains is False:
            context.reported.update((made, read.visit.place))
            yield _finding(context, read, made)


def _finding(context: Context, read: GradRead, made: Place) -> Finding:
    place = read.visit.place
    name = read.tensor.name or context.source(place).removesuffix(".grad").strip()
    steps = (
        Step(made, "this is the leaf; it has no name"),
        Step(read.tensor.why.place, f"`{name}` is the result of an operation on it, and not a leaf"),
        Step(place, f"the `.grad` of `{name}` is None here"),
    )
    message = (
        f"`{name}` is not the leaf that is made here: the operation after it gives a new tensor, and the leaf is lost"
    )
    return Finding(RULE.name, RULE.code, "warning", message, made, steps, flag_last(context, made))


def flag_last(context: Context, made: Place) -> tuple[Fix, ...]:
    """`f(…, requires_grad=True) * k` becomes `(f(…) * k).requires_grad_()`."""
    editor = context.editor(made)
    made = editor.real(made)
    found = editor.at(made)
    assignment = found.nearest(cst.Assign, cst.AnnAssign) if found else None
    text = editor.without_keywords(made, ("requires_grad",))
    if (
        found is None
        or not isinstance(assignment, cst.Assign | cst.AnnAssign)
        or assignment.value is None
        or text is None
    ):
        return ()
    whole = found.place(assignment.value)
    value = editor.source[whole.start : made.start] + text + editor.source[made.end : whole.end]
    simple = isinstance(assignment.value, cst.Call | cst.Attribute | cst.Subscript)
    return (
        Fix(
            "Ask for `requires_grad` last",
            editor.replace(whole, f"{value if simple else f'({value})'}.requires_grad_()"),
            "safe",
            True,
        ),
    )


RULE = Rule("lost-leaf", "GS401", "warning", "a leaf is lost in the binding that makes it", find)
