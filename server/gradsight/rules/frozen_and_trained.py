"""GS507: everything that an optimizer holds is frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.findings import Finding, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.thawing import thaw
from gradsight.rules.training import Members, Training, trainings
from gradsight.rules.wanting import gets, names


def find(context: Context) -> Iterator[Finding]:
    for training in trainings(context):
        if training.made.at in context.reported:
            continue
        if _frozen(training.tensors()) and training.idle:
            context.reported.add(training.made.at)
            yield _finding(context, training, [m for group in training.steps[0].groups for m in group])
            continue
        for index, group in enumerate(training.steps[0].groups):
            at_every_step = [step.groups[index] if index < len(step.groups) else () for step in training.steps]
            same = len({tuple(id for id, _ in each) for each in at_every_step}) == 1
            if group and same and _frozen(m for each in at_every_step for m in each) and _untold(context, group):
                yield _finding(context, training, list(group))


def _frozen(members: Iterable[tuple[int, Tensor]]) -> bool:
    return all(tensor.parameter and tensor.states == Grad.CONSTANT for _, tensor in members)


def _untold(context: Context, group: Members) -> bool:
    """Whether nobody has said that these are to be frozen: it is what `from_pretrained` does by default."""
    texts = [context.source(tensor.frozen or tensor.why.place) for _, tensor in group]
    return all("from_pretrained(" in text and "freeze" not in text for text in texts)


def _finding(context: Context, training: Training, first: list[tuple[int, Tensor]]) -> Finding:
    ids = tuple(id for id, _ in first)
    place = first[0][1].frozen or first[0][1].why.place
    context.reported.add(place)
    whole = len(first) == sum(map(len, training.steps[0].groups))
    group = "the optimizer" if whole else "a group of the optimizer"
    steps = (
        Step(place, "it is frozen here"),
        Step(training.made.visit.place, f"{group} is made for it all the same, and holds nothing else"),
        Step(
            training.steps[0].visit.place,
            "so this step changes nothing" if whole else "so this step does not change it",
        ),
    )
    message = f"{names(context, ids)} {gets(ids)} no gradient: {group} holds frozen parameters only"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, thaw(context, place))


RULE = Rule("frozen-and-trained", "GS507", "warning", "everything that an optimizer holds is frozen", find)
