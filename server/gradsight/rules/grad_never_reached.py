"""GS104: the `.grad` of a leaf is read, and no backward comes to the leaf."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Step
from gradsight.rules.context import Context
from gradsight.rules.reading import Reads, reads
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for found in reads(context):
        if not context.hidden and all(_never_reached(context, found, index) for index in range(len(found.reads))):
            context.reported.add(found.place)
            yield _finding(context, found)


def _never_reached(context: Context, found: Reads, index: int) -> bool:
    read = found.reads[index]
    leaf = read.tensor.states == Grad.LEAF and not read.tensor.dead_view and read.tensor.zeroed is None
    return leaf and read.after_backward and context.find(read.id) not in context.reached and not _cut(context, read.id)


def _cut(context: Context, id: int) -> bool:
    """Whether a cut lies between the leaf and a backward: then the finding is there."""
    return any(context.find(leaf) == context.find(id) for event in context.events(Backward) for leaf in event.root.lost)


def _finding(context: Context, found: Reads) -> Finding:
    name = context.source(found.place).removesuffix(".grad").strip()
    backward = max(
        (e.visit.place for e in context.events(Backward) if e.visit.certain), key=lambda p: p.start, default=found.place
    )
    steps = (
        Step(found.first.tensor.why.place, f"`{name}` is made here and requires grad"),
        Step(backward, "the root of this backward does not depend on it"),
        Step(found.place, "its `.grad` is read here"),
    )
    message = f"`{name}.grad` is None: no backward comes to `{name}`, since no loss depends on it"
    return Finding(RULE.name, RULE.code, "error" if found.used else "warning", message, found.place, steps)


RULE = Rule("grad-never-reached", "GS104", "warning", "`.grad` of a leaf is read that no loss depends on", find)
