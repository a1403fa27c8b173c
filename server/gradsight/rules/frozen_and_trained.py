"""GS507: everything that an optimizer holds is frozen."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.thawing import thaw
from gradsight.rules.training import Training, trainings
from gradsight.rules.wanting import gets, names


def find(context: Context) -> Iterator[Finding]:
    for training in trainings(context):
        tensors = list(training.tensors())
        frozen = all(tensor.parameter and tensor.states == Grad.CONSTANT for _, tensor in tensors)
        if frozen and training.idle and training.made.at not in context.reported:
            context.reported.add(training.made.at)
            yield _finding(context, training)


def _finding(context: Context, training: Training) -> Finding:
    first = [member for group in training.steps[0].groups for member in group]
    ids = tuple(id for id, _ in first)
    place = first[0][1].frozen or first[0][1].why.place
    context.reported.add(place)
    steps = (
        Step(place, "it is frozen here"),
        Step(training.made.visit.place, "the optimizer is made for it all the same, and holds nothing else"),
        Step(training.steps[0].visit.place, "so this step changes nothing"),
    )
    message = f"{names(context, ids)} {gets(ids)} no gradient: the optimizer holds frozen parameters only"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, thaw(context, place))


RULE = Rule("frozen-and-trained", "GS507", "warning", "everything that an optimizer holds is frozen", find)
