"""GS603: a view of a leaf that was made while grad mode was off."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward
from gradsight.domain.objects import Tensor
from gradsight.domain.why import Cut
from gradsight.findings import Finding, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.cutting import mend
from gradsight.rules.reading import reads
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import evidence_text


def find(context: Context) -> Iterator[Finding]:
    read = {found.first.tensor.why.place: found.place for found in reads(context) if found.first.tensor.dead_view}
    for event in context.trusted_backwards:
        for view in event.dead_views:
            place = view.why.place
            wanted = _wanted(context, event, view, read)
            if wanted is not None and place not in context.reported:
                context.reported.update(filter(None, (place, wanted.place, *_cut_places(event, place))))
                yield _finding(context, event, view, wanted)


def _wanted(context: Context, event: Backward, view: Tensor, read: dict[Place, Place]) -> Step | None:
    """Where a gradient of the view or of its base is wanted that no backward gives."""
    if view.why.place in read:
        return Step(read[view.why.place], "its `.grad` is read here, and is None")
    base = context.find(view.base) if view.base is not None else None
    if base is None or base not in context.wanted or base in context.live or context.hidden:
        return None
    evidence = context.wanted[base]
    return Step(evidence.visit.place, evidence_text(evidence)) if event.visit.certain else None


def _cut_places(event: Backward, place: Place) -> Iterator[Place | None]:
    for cut in event.root.lost.values():
        if cut.place == place:
            yield from (cut.place, cut.mode)


def _finding(context: Context, event: Backward, view: Tensor, wanted: Step) -> Finding:
    place = view.why.place
    cut = next((cut for cut in event.root.lost.values() if cut.place == place), None)
    mode = [Step(cut.mode, f"{cut.text or 'grad mode'} switches recording off")] if cut and cut.mode else []
    steps = (*mode, Step(place, "this view says that it requires grad, but no way leads from it to its base"),
             Step(event.visit.place, "this backward ends at the view"), wanted)  # fmt: skip
    name = f"`{view.name}`" if view.name else "this"
    base = f"`{context.name(view.base)}`" if view.base is not None else "its base"
    message = f"{name} is a view made while grad mode is off: no gradient comes to {base} through it"
    fixes = () if cut is None else mend(context, Cut("no-grad", place, cut.text, cut.mode), (view.why,))
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, fixes)


RULE = Rule(
    "dead-view", "GS603", "warning", "a view was made while grad mode was off, so nothing flows through it", find
)
