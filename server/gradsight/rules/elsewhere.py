"""Findings whose place is in another file: shown in the opened file where they come to light, with the cause as a step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gradsight.findings import Finding, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.wanting import ON_THE_WAY


def here(context: Context, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as the opened file shows them; without those that nothing in it leads to."""
    shown = (_shown(context, finding) for finding in found)
    return tuple(sorted((f for f in shown if f), key=lambda f: (f.place.start, f.place.end, f.code)))


def at_causes(found: Iterable[Finding], context: Context) -> Iterator[Finding]:
    """Of errors whose cause is in another file than the place that raises: the same there, as information."""
    for finding in found:
        cause = finding.cause
        if finding.severity == "error" and cause is not None and cause.path != finding.place.path:
            steps = (Step(finding.place, finding.message), *finding.steps[1:])
            message = f"{finding.message}, in {context.line(finding.place)}"
            yield replace(finding, place=cause, message=message, severity="information", steps=steps)


def _shown(context: Context, finding: Finding) -> Finding | None:
    if finding.place.path == context.path:
        return finding
    place = _symptom(context, finding)
    if place is None:
        return None
    message = f"{finding.message}, in {context.line(finding.place)}"
    steps = finding.steps
    if all(step.place != finding.place for step in steps):
        steps = (Step(finding.place, finding.message), *steps)
    return replace(finding, place=place, message=message, steps=steps)


def _symptom(context: Context, finding: Finding) -> Place | None:
    """The statement of the opened file that leads to the place, else the first step in it, else what leads to a step."""
    if finding.place in context.sites:
        return context.sites[finding.place]
    places = [step.place for step in finding.steps if step.message != ON_THE_WAY]
    own = next((place for place in places if place.path == context.path), None)
    return own or next((context.sites[place] for place in places if place in context.sites), None)
