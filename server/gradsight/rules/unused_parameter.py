"""GS508: an optimizer holds parameters that no loss depends on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from gradsight.domain.events import Made
from gradsight.domain.grad import Filled, Grad
from gradsight.findings import Finding, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.training import trainings
from gradsight.rules.wanting import gets, names


def find(context: Context) -> Iterator[Finding]:
    if context.hidden or not context.trusted_backwards:
        return
    places: dict[Place, list[int]] = defaultdict(list)
    for event in context.events(Made):
        places[event.visit.place].append(event.id)
    unused = _unused(context)
    for place, ids in places.items():
        if place not in context.reported and all(context.find(id) in unused for id in ids):
            context.reported.add(place)
            yield _finding(context, place, tuple(ids), unused[context.find(ids[0])])


def _unused(context: Context) -> dict[int, Place]:
    """Leaves that never have a gradient at a step, with that step, of optimizers that train something else."""
    result: dict[int, Place] = {}
    for training in trainings(context):
        never: dict[int, bool] = {}
        for id, tensor in training.tensors():
            empty = tensor.states == Grad.LEAF and tensor.grad == Filled.NONE and tensor.zeroed is None
            never[context.find(id)] = never.get(context.find(id), True) and empty
        if not all(never.values()):
            step = training.steps[0].visit.place
            result.update((id, step) for id, empty in never.items() if empty and id not in context.accounted)
    return result


def _finding(context: Context, place: Place, ids: tuple[int, ...], step: Place) -> Finding:
    steps = (
        Step(place, "made here, and given to the optimizer with the rest"),
        Step(step, "there is no gradient for it at any step"),
    )
    message = f"{names(context, ids)} {gets(ids)} no gradient: no loss depends on {'it' if len(ids) == 1 else 'them'}"
    return Finding(RULE.name, RULE.code, "information", message, place, steps)


RULE = Rule("unused-parameter", "GS508", "information", "an optimizer holds parameters that no loss depends on", find)
