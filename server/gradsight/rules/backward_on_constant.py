"""GS201: the root of a backward does not require grad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.causing import WORDS, cause_steps, cuts_of, fixes_of, to_learn
from gradsight.rules.context import Context
from gradsight.rules.making import source_of
from gradsight.rules.rule import Rule
from gradsight.rules.thawing import thaw


def find(context: Context) -> Iterator[Finding]:
    by_place: dict[Place, list[Backward]] = defaultdict(list)
    for event in context.events(Backward):
        by_place[event.visit.place].append(event)
    for place, events in by_place.items():
        bad = [event for event in events if not event.root.possible and not event.number]
        good = [event for event in events if event.root.possible or event.number]
        if (
            context.always(bad, good)
            and place not in context.reported
            and not _rebound(context, bad)
            and _new(context, bad)
        ):
            yield _finding(context, place, bad[0])


def _rebound(context: Context, events: list[Backward]) -> bool:
    """Whether the rule about rebinding says it already."""
    return any(event.root.rebound in context.reported for event in events)


def _new(context: Context, events: list[Backward]) -> bool:
    """After a certain error only another cause is worth saying."""
    causes = {cut.mode or cut.place for event in events for cut in cuts_of(event.root.lost)}
    return any(event.visit.certain for event in events) or not causes <= context.reported


def _finding(context: Context, place: Place, event: Backward) -> Finding:
    lost, frozen = event.root.lost, event.root.frozen
    steps = cause_steps(context, lost, frozen)
    context.reported.update(cut.mode or cut.place for cut in cuts_of(lost))
    context.reported.update(cut.place for cut in cuts_of(lost))
    if not steps and event.root.whys:
        steps = (Step(event.root.whys[0].place, "nothing that goes in here requires grad"),)
    raises = "element 0 of tensors does not require grad and does not have a grad_fn"
    name = "autograd.grad" if event.kind == "grad" else "backward"
    message = f'`{name}` raises "{raises}": {_because(context, event)}'
    root = Step(place, "there is no graph to go back through")
    return Finding(RULE.name, RULE.code, "error", message, place, (*steps, root), _fixes(context, event))


def _fixes(context: Context, event: Backward) -> tuple[Fix, ...]:
    """The cut is mended; without one, what should require grad is made so, or unfrozen."""
    if cuts_of(event.root.lost):
        return fixes_of(context, event.root.lost, event.root.whys)
    thawed = () if event.root.frozen is None else thaw(context, event.root.frozen)
    return source_of(context, event.root.whys) or thawed


def _because(context: Context, event: Backward) -> str:
    cuts = cuts_of(to_learn(context, event.root.lost))
    if cuts:
        return f"{WORDS[cuts[-1].kind]} ({context.line(cuts[-1].place)})"
    if event.root.frozen is not None:
        return "what it is computed from was frozen"
    return "nothing it is computed from requires grad"


RULE = Rule("backward-on-constant", "GS201", "error", "the root of a backward does not require grad", find)
