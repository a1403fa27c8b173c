"""GS202: the root of a backward is a Python number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.findings import Finding, Place, Step
from gradsight.rules.causing import cause_steps, cuts_of, fixes_of
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule

NUMBER = "a Python number here, and a number has no graph"


def find(context: Context) -> Iterator[Finding]:
    by_place: dict[Place, list[Backward]] = defaultdict(list)
    for event in context.events(Backward):
        by_place[event.visit.place].append(event)
    for place, events in by_place.items():
        bad, good = [e for e in events if e.number], [e for e in events if not e.number]
        if context.always(bad, good) and any(event.visit.certain for event in bad):
            lost = bad[0].root.lost
            context.reported.update((place, *(cut.place for cut in cuts_of(lost))))
            steps = (*cause_steps(context, lost, None), Step(place, "a number has no `backward`"))
            if bad[0].nothing:
                steps = (Step(place, "None has no `backward`"),)
            what = "None here: no tensor came out of what it is computed by" if bad[0].nothing else NUMBER
            message = f"this raises: the loss is {what}"
            yield Finding(
                RULE.name, RULE.code, "error", message, place, steps, fixes_of(context, lost, bad[0].root.whys)
            )


RULE = Rule("backward-on-number", "GS202", "error", "the root of a backward is a Python number", find)
