"""GS601: a leaf that requires grad, or a view of one, is changed in place while grad mode is on."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Fault
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("in-place-on-leaf"):
        if not always or fault.tensor is None:
            continue
        leaf = "a view of a leaf Variable" if fault.text == "view" else "a leaf Variable"
        message = f'this raises "{leaf} that requires grad is being used in an in-place operation"'
        steps = (Step(fault.tensor.why.place, "this is the leaf"),)
        yield Finding(RULE.name, RULE.code, "error", message, fault.visit.place, steps, _fixes(context, fault))


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    edits = context.editor(fault.visit.place).wrap(fault.visit.place, "with torch.no_grad():")
    return () if edits is None else (Fix("Do it under `torch.no_grad()`", edits, "safe", True),)


RULE = Rule("in-place-on-leaf", "GS601", "error", "a leaf is changed in place while grad mode is on", find)
