"""GS405: a name that is nearly `requires_grad`, or the flag set on a module."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.domain.events import Backward, Fault, GradRead
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.findings import Edit, Finding, Fix, Severity, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.walking import behind


def find(context: Context) -> Iterator[Finding]:
    for fault, _ in context.faults("flag-typo"):
        message = f"`{fault.text}` is not `requires_grad`: " + (
            "this sets an attribute that torch never reads"
            if fault.tensor is not None
            else "torch raises a TypeError here"
        )
        severity: Severity = "warning" if fault.tensor is not None else "error"
        steps = () if fault.tensor is None else tuple(_consequences(context, fault.tensor))
        yield Finding(RULE.name, RULE.code, severity, message, fault.visit.place, steps, _spelling(context, fault))
    for fault, _ in context.faults("module-flag"):
        message = f"`{fault.text}` of a module is an attribute that torch never reads: its parameters stay as they are"
        steps = () if fault.tensor is None else tuple(_consequences(context, fault.tensor))
        yield Finding(RULE.name, RULE.code, "warning", message, fault.visit.place, steps, _method(context, fault))


def _consequences(context: Context, tensor: Tensor) -> Iterator[Step]:
    """Where it shows that the tensor does not require grad; what is said here is not said there again."""
    made = tensor.why.place
    if tensor.states != Grad.CONSTANT:
        return
    for event in context.run.log.events:
        place, text = event.visit.place, ""
        if isinstance(event, Backward) and not event.root.possible and not event.root.lost:
            through = any(made == each for why in event.root.whys for each in behind(why))
            text = "so there is no graph for this backward, which raises" if through else ""
        elif isinstance(event, GradRead) and event.tensor.why.place == made:
            text = "so its `.grad` is None here"
        elif isinstance(event, Fault) and event.kind == "constant-input" and event.tensor is not None:
            text = "so this has no gradient for it, and raises" if event.tensor.why.place == made else ""
        if text and place not in context.reported:
            context.reported.add(place)
            yield Step(place, text)


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
