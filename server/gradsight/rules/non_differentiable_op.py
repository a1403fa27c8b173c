"""GS308: a wanted gradient ends at an operation without derivative."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.softening import quotient
from gradsight.rules.walking import behind
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    yield from _raising(context)
    yield from cut_findings(
        context,
        RULE,
        ("non-differentiable", "integer"),
        "at this operation, which has no derivative",
        "this has no derivative",
    )


def _raising(context: Context) -> Iterator[Finding]:
    """Operations such as `//` are recorded, and backward through them raises."""
    for event in context.trusted_backwards:
        name, place = event.root.backward_raises, event.visit.place
        if name and event.root.certain and place not in context.reported:
            context.reported.add(place)
            steps = tuple(Step(why.place, why.text) for why in event.root.whys[:1])
            message = f"this raises: the derivative for `{name}` is not implemented"
            steps = (*steps, Step(place, "this backward goes through it"))
            yield Finding(RULE.name, RULE.code, "error", message, place, steps, _exact(context, event))


def _exact(context: Context, event: Backward) -> tuple[Fix, ...]:
    """The only division that rounds on the way of a root."""
    places = {place for why in event.root.whys for place in behind(why)}
    fixes = [
        fixes for place in sorted(places, key=lambda p: p.start) if (fixes := quotient(context.editor(place), place))
    ]
    return fixes[0] if len(fixes) == 1 else ()


RULE = Rule(
    "non-differentiable-op", "GS308", "warning", "a wanted gradient ends at an operation without derivative", find
)
