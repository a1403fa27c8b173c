"""GS103: `.grad` of a leaf is used where it is certainly None."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.context import Context
from gradsight.rules.looping import move_behind
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule
from gradsight.rules.stations import move_after


def find(context: Context) -> Iterator[Finding]:
    for found in reads(context):
        if found.used is None or not all(read.tensor.states & Grad.LEAF for read in found.reads):
            continue
        if all(read.tensor.zeroed is not None or not read.after_backward for read in found.reads):
            context.reported.add(found.place)
            yield _finding(context, found)


def _finding(context: Context, found: Reads) -> Finding:
    name = context.source(found.place)
    zeroed = found.first.tensor.zeroed
    assert found.used is not None
    if zeroed is not None:
        steps = (
            Step(zeroed, "this sets `.grad` to None"),
            Step(found.used, "no backward has run since; using None raises here"),
        )
        message = f"`{name}` is None here: it was set to None, and no backward has run since"
    else:
        steps = (
            Step(found.first.tensor.why.place, "made here; `.grad` starts as None"),
            Step(found.used, "using None raises here"),
        )
        message = f"`{name}` is None here: no backward has run yet"
    return Finding(RULE.name, RULE.code, "error", message, found.place, steps, _fixes(context, found, name))


def _fixes(context: Context, found: Reads, name: str) -> tuple[Fix, ...]:
    """A gradient that is cleared where there is none yet is asked for first."""
    editor = context.editor(found.place)
    whole = editor.statement(found.place)
    if whole is None or not re.fullmatch(rf"{re.escape(name)}(\.data)?\.zero_\(\)", editor.text(whole)):
        return _later(context, found)
    edits = editor.wrap(found.place, f"if {name} is not None:")
    return () if edits is None else (Fix(f"Ask first: `if {name} is not None`", edits, "safe", True),)


def _later(context: Context, found: Reads) -> tuple[Fix, ...]:
    """What clears the gradient goes behind the statement that uses it, or that statement behind the backward."""
    real, editor = context.run.places.real, context.editor(found.place)
    place, zeroed = real(found.place), found.first.tensor.zeroed
    backwards = [real(event.visit.place) for event in context.events(Backward) if event.kind == "backward"]
    if zeroed is not None:
        cleared = real(zeroed)
        before = any(each.path == place.path and each.start < cleared.start for each in backwards)
        edits = move_after(editor, zeroed, found.place) if before and cleared.path == place.path else None
        return () if edits is None else (Fix(f"Move `{context.source(zeroed)}` behind it", edits, "unsafe", True),)
    after = next((each for each in backwards if each.path == place.path and each.start > place.start), None)
    edits = None if after is None else move_behind(editor, place, after)
    return () if edits is None else (Fix("Move it behind the backward", edits, "unsafe", True),)


RULE = Rule("grad-before-backward", "GS103", "error", "`.grad` is used where no backward can have filled it", find)
