"""GS203: `requires_grad` is asked for on a computed value: the error goes, learning does not come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.domain.events import Backward, Fault
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.causing import cause_steps, fixes_of
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    masked = {f.visit.place: f for f in context.events(Fault) if f.kind == "masked-cut"}
    for event in context.trusted_backwards:
        place = event.root.masks
        if place is None or place not in masked or place in context.reported or event.kind == "grad":
            continue
        fault = masked[place]
        lost = fault.tensor.lost if fault.tensor is not None else {}
        behind = {context.find(leaf) for leaf in lost}
        meant = any(context.find(id) in context.by_hand for id in event.leaves)
        if behind & context.wanted.keys() - context.live and not (meant or context.hidden or _others(event, fault)):
            context.reported.add(place)
            context.reported.update(cut.place for cut in lost.values())
            context.reported.update(cut.mode for cut in lost.values() if cut.mode is not None)
            yield _finding(context, place, event, fault)


def _others(event: Backward, fault: Fault) -> bool:
    """Whether the root reaches other leaves than the one that was made on the way."""
    return len(event.leaves) > 1 and fault.tensor is not None


def _finding(context: Context, place: Place, event: Backward, fault: Fault) -> Finding:
    lost = fault.tensor.lost if fault.tensor is not None else {}
    steps = (
        *(step for step in cause_steps(context, lost, None) if step.place != place),
        Step(place, "this makes a new leaf: backward has a root again, but nothing lies behind it"),
        Step(event.visit.place, "this backward fills the gradient of that new leaf, and of nothing else"),
    )
    message = "the error of backward goes, but nothing learns: the graph was lost before `requires_grad` was set here"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, place, fault))


def _fixes(context: Context, place: Place, fault: Fault) -> tuple[Fix, ...]:
    """Stacks a list, takes one tensor itself, or removes the flag together with the cut behind it."""
    lost = fault.tensor.lost if fault.tensor else {}
    here = [cut for cut in lost.values() if cut.place == place]
    if here:
        return mend(context, here[0], fault.tensor.why.parents if fault.tensor else ())
    editor = context.editor(place)
    if editor.argument(place) is not None and re.match(r"[\w.]*([Tt]ensor|Variable|Parameter)\(", editor.text(place)):
        removed = editor.unwrap(place)
    else:
        removed = editor.delete_line(place)
    if removed is None:
        return ()
    both = (
        Fix(f"Remove it, and: {fix.title[0].lower()}{fix.title[1:]}", (*fix.edits, *removed), "unsafe", True)
        for fix in fixes_of(context, lost, fault.tensor.why.parents if fault.tensor else ())
    )
    alone = Fix("Remove it, and see where the graph is lost", removed, "unsafe", True)
    return tuple(both) or (alone,)


RULE = Rule(
    "masked-cut", "GS203", "warning", "`requires_grad` is set on a computed value that has lost its graph", find
)
