"""GS313: the loss is the same whatever the model gives, or depends on nothing that is trained."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Backward, Cleared, Stepped
from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Step
from gradsight.rules.becoming import vary
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.training import Training, trainings
from gradsight.rules.wanting import WantedCut, names, wanted_cuts


def find(context: Context) -> Iterator[Finding]:
    for training in trainings(context):
        if training.made.at not in context.reported:
            yield from _elsewhere(context, training)
    for found in wanted_cuts(context, ("constant",)):
        if not found.backward.root.reach.live & found.backward.leaves:
            context.reported.add(found.cut.place)
            yield _constant(context, found)


def _constant(context: Context, found: WantedCut) -> Finding:
    place, back = found.cut.place, found.backward.visit.place
    steps = (
        Step(place, "this gives the same whatever goes in, so its derivative is zero"),
        Step(back, "this backward computes gradients of zeros"),
        Step(found.evidence.visit.place, "and nothing is learnt here"),
    )
    get = "gets" if len(found.leaves) == 1 else "get"
    message = f"{names(context, found.leaves)} {get} a gradient of zeros only: `{context.source(place)}` is constant"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, vary(context.editor(place), place))


def _elsewhere(context: Context, training: Training) -> Iterator[Finding]:
    """No step finds a gradient, and no loss before the step depends on what the optimizer holds."""
    ids = context.find_all(id for id, _ in training.tensors())
    leaves = all(tensor.states == Grad.LEAF for _, tensor in training.tensors())
    if context.hidden or not leaves or not training.idle or ids & (context.reached | context.replaced):
        return
    before = _before(context, training.steps[0], ids)
    if not before or any(_lost(context, event) & ids or event.place in context.reported for event in before):
        return
    backward = before[-1]
    if context.explained & context.find_all(backward.root.reach.must):
        return
    context.reported.add(backward.place)
    context.explained |= ids
    held = tuple(id for group in training.steps[0].groups for id, _ in group)
    steps = (
        Step(training.made.visit.place, f"this optimizer trains {names(context, held)}"),
        Step(backward.visit.place, "the root of this backward does not depend on them"),
        Step(training.steps[0].visit.place, "so this step changes nothing"),
    )
    message = f"this loss trains nothing: it does not depend on {names(context, held)}, which the optimizer holds"
    yield Finding(RULE.name, RULE.code, "warning", message, backward.visit.place, steps)


def _lost(context: Context, event: Backward) -> frozenset[int]:
    return context.find_all(event.root.lost)


def _before(context: Context, step: Stepped, ids: frozenset[int]) -> list[Backward]:
    """The backwards that a step is for: those since its gradients were last cleared."""
    found: list[Backward] = []
    for event in context.run.log.events:
        if event is step:
            return found
        if isinstance(event, Cleared) and ids & context.find_all(event.ids):
            found = []
        if isinstance(event, Backward) and event.visit.certain:
            found.append(event)
    return []


RULE = Rule("constant-loss", "GS313", "warning", "the loss depends on nothing that is trained", find)
