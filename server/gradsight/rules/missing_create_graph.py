"""GS208: a loss is computed from a gradient that has no graph of its own."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.domain.why import Cut
from gradsight.findings import Finding, Fix, Severity, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import wanted_cuts

CREATE = "create_graph=True"


def find(context: Context) -> Iterator[Finding]:
    for event in context.trusted_backwards:
        cut = _cut(event)
        if cut is not None and cut.place not in context.reported and event.visit.place not in context.reported:
            context.reported.update((cut.place, event.visit.place))
            yield _finding(context, event, cut)
    for found in wanted_cuts(context, ("gradient",)):
        context.reported.update((found.cut.place, found.backward.visit.place))
        yield _finding(context, found.backward, found.cut)


def _cut(event: Backward) -> Cut | None:
    """The gradient that the root is made from, if it is made from nothing else, or that is only added to it."""
    if event.root.possible:
        return event.idle
    kinds = {cut.kind for cut in event.root.lost.values()}
    return next(iter(event.root.lost.values())) if kinds == {"gradient"} else None


def _finding(context: Context, event: Backward, cut: Cut) -> Finding:
    raises = not event.root.possible
    name = "autograd.grad" if event.kind == "grad" else "backward"
    if raises:
        severity: Severity = "error"
        message = f'`{name}` raises "element 0 of tensors does not require grad": it starts from a gradient without `{CREATE}`'
        last = "there is no graph to go back through"
    else:
        severity = "warning"
        message = f"the term that is computed from this gradient trains nothing: it is a constant without `{CREATE}`"
        last = "this backward goes past that term"
    place = event.visit.place if raises else cut.place
    steps = (Step(cut.place, f"without `{CREATE}` the gradients are constants"), Step(event.visit.place, last))
    return Finding(RULE.name, RULE.code, severity, message, place, steps, _fixes(context, cut))


def _fixes(context: Context, cut: Cut) -> tuple[Fix, ...]:
    edits = context.editor(cut.place).set_keyword(cut.place, "create_graph", "True")
    return () if edits is None else (Fix(f"Make a graph of the gradient: `{CREATE}`", edits, "unsafe", True),)


RULE = Rule(
    "missing-create-graph", "GS208", "warning", "a loss is computed from a gradient that has no graph of its own", find
)
