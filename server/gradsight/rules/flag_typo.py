"""GS405: a name that is nearly `requires_grad`, or the flag set on a module."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.domain.events import Fault
from gradsight.findings import Edit, Finding, Fix, Severity
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, _ in context.faults("flag-typo"):
        message = f"`{fault.text}` is not `requires_grad`: " + (
            "this sets an attribute that torch never reads"
            if fault.tensor is not None
            else "torch raises a TypeError here"
        )
        severity: Severity = "warning" if fault.tensor is not None else "error"
        yield Finding(RULE.name, RULE.code, severity, message, fault.visit.place, (), _spelling(context, fault))
    for fault, _ in context.faults("module-flag"):
        message = f"`{fault.text}` of a module is an attribute that torch never reads: its parameters stay as they are"
        yield Finding(RULE.name, RULE.code, "warning", message, fault.visit.place, (), _method(context, fault))


def _spelling(context: Context, fault: Fault) -> tuple[Fix, ...]:
    place = fault.visit.place
    editor = context.editor(fault.visit.place)
    match = re.search(rf"\b{re.escape(fault.text)}\b(?=\s*=|$)", editor.text(place))
    if match is None:
        return ()
    at = editor.place(place.start + match.start(), place.start + match.end())
    return (Fix("Spell it `requires_grad`", (Edit(at, "requires_grad"),), "safe", True),)


def _method(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """`m.requires_grad = False` becomes `m.requires_grad_(False)`."""
    editor = context.editor(fault.visit.place)
    whole = editor.statement(fault.visit.place)
    match = re.fullmatch(r"(.+?)\.\w+\s*=\s*(\w+)", editor.text(whole)) if whole is not None else None
    if whole is None or match is None:
        return ()
    text = f"{match.group(1)}.requires_grad_({match.group(2)})"
    return (Fix("Call `requires_grad_` instead", editor.replace(whole, text), "safe", True),)


RULE = Rule("flag-typo", "GS405", "warning", "a name that is nearly `requires_grad`, or the flag set on a module", find)
