"""GS510: the gradients are thrown away between `backward()` and `step()`."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("zero-before-step"):
        zeroed, step = fault.other, fault.visit.place
        if not always or zeroed is None or zeroed in context.reported:
            continue
        context.reported.update((zeroed, step))
        real, filled = context.run.places.real, "set_to_none" in context.source(zeroed)
        backwards = [event.visit.place for event in context.trusted_backwards]
        before = [place for place in backwards if real(place).start < real(zeroed).start]
        steps = (
            *(Step(place, "this backward computes the gradients") for place in before[-1:]),
            Step(zeroed, "they are thrown away here"),
            Step(step, f"so every `.grad` is {'all zeros' if filled else 'None'} here, and nothing is learnt"),
        )
        message = (
            f"`{context.source(step)}` learns nothing: `{context.source(zeroed)}` lies between it and the backward"
        )
        yield Finding(RULE.name, RULE.code, "warning", message, zeroed, steps, _fixes(context, zeroed, step))


def _fixes(context: Context, zeroed: Place, step: Place) -> tuple[Fix, ...]:
    """Moves the line behind the step, where both stand in one block."""
    editor = context.editor(zeroed)
    before = editor.real(zeroed).start < editor.real(step).start
    edits = editor.move_after(zeroed, step) if before else None
    return () if edits is None else (Fix("Move it behind the step", edits, "unsafe", True),)


RULE = Rule("zero-grad-before-step", "GS510", "warning", "`zero_grad()` lies between `backward()` and `step()`", find)
