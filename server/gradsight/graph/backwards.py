"""What each backward of a module reaches: the parameters one by one, over every visit of the call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence as Many

from gradsight.domain.events import Backward, Held
from gradsight.domain.why import Cut
from gradsight.findings import Place
from gradsight.graph.data import Backwards, Parameter, Reached
from gradsight.interpret.program import Run
from gradsight.interpret.words import CUTS


def backwards(run: Run, path: str) -> tuple[Backwards, ...]:
    """One for each `backward()` in the file that certainly runs, by place."""
    held = {run.log.find(id) for event in run.log.events if isinstance(event, Held) for id in event.ids}
    visits: dict[Place, list[Backward]] = defaultdict(list)
    for event in run.log.events:
        if (
            isinstance(event, Backward)
            and event.kind == "backward"
            and event.visit.certain
            and event.visit.place.path == path
        ):
            visits[event.visit.place].append(event)
    found = (
        _summary(run, place, events, held) for place, events in sorted(visits.items(), key=lambda item: item[0].start)
    )
    return tuple(each for each in found if each.parameters)


def _summary(run: Run, place: Place, visits: Many[Backward], held: set[int]) -> Backwards:
    find = run.log.find
    reached = [{find(id) for id in visit.leaves} for visit in visits]
    certain = [{find(id) for id in visit.root.reach.must} for visit in visits]
    live = {find(id) for visit in visits for id in visit.root.reach.live}
    lost = {find(id): cut for visit in visits for id, cut in visit.root.lost.items()}
    every = held.union(*reached) | lost.keys()
    hidden = not run.complete or any(visit.root.reach.hidden for visit in visits)
    parameters = []
    for id in sorted(every):
        how: Reached = (
            "yes" if all(id in one for one in certain) else "maybe" if any(id in one for one in reached) else "no"
        )
        parameters.append(_parameter(run, id, how, lost.get(id), id in live))
    return Backwards(run.places.real(place), tuple(parameters), hidden, bool(held & every))


def _parameter(run: Run, id: int, reached: Reached, cut: Cut | None, live: bool) -> Parameter:
    leaf = run.log.leaves.get(id)
    name = run.log.name(id) or (leaf.name if leaf else "") or "a leaf"
    made = run.places.real(leaf.why.place) if leaf else None
    if reached == "no":
        reason = CUTS[cut.kind] if cut else "not on the way to the root"
        at = run.places.real(cut.place) if cut else made
        return Parameter(name, reached, reason, at, cut is not None)
    zero = "" if live else "its gradient is zero everywhere"
    return Parameter(name, reached, zero or ("on some paths only" if reached == "maybe" else ""), made)
