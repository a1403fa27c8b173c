"""GS404: the flag is set on a tensor that is not a leaf."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("flag-on-non-leaf"):
        if always and fault.tensor is not None:
            made = Step(fault.tensor.why.place, "this is the result of an operation, and not a leaf")
            message = 'this raises "you can only change requires_grad flags of leaf variables"'
            yield Finding(
                RULE.name, RULE.code, "error", message, fault.visit.place, (made,), _fixes(context, fault.visit.place)
            )
    for fault, _ in context.faults("useless-flag"):
        if fault.tensor is not None and fault.visit.certain:
            made = Step(fault.tensor.why.place, "this is the result of an operation: it requires grad already")
            message = "this does nothing: the tensor requires grad already, and it does not become a leaf"
            yield Finding(RULE.name, RULE.code, "information", message, fault.visit.place, (made,))


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """`y.requires_grad = False` becomes `y = y.detach()`."""
    editor = context.editor(place)
    whole = editor.statement(place)
    text = editor.text(whole) if whole is not None else ""
    match = re.fullmatch(r"([\w.]+)\.requires_grad(?:_\((?:requires_grad=)?False\)|\s*=\s*False)", text)
    if whole is None or match is None:
        return ()
    name = match.group(1)
    return (
        Fix(f"Bind `{name}` to its detached value", editor.replace(whole, f"{name} = {name}.detach()"), "unsafe", True),
    )


RULE = Rule("flag-on-non-leaf", "GS404", "error", "`requires_grad` is set on a tensor that is not a leaf", find)
