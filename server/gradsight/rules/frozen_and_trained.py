"""GS507: everything that an optimizer holds is frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradsight.domain.grad import Grad
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
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
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, place))


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """`requires_grad_(False)`, `requires_grad = False`, `requires_grad=False` become True; `freeze=False` is added."""
    editor = context.editor(place)
    place, text = editor.real(place), editor.text(place)
    edits = None
    if "from_pretrained(" in text:
        edits = editor.set_keyword(place, "freeze", "False")
    elif re.match(r"[\w.]*Parameter\(", text):
        edits = editor.set_keyword(place, "requires_grad", "True")
    elif text.endswith("requires_grad_(False)"):
        edits = editor.replace(editor.place(place.end - 6, place.end - 1), "True")
    else:
        whole = editor.statement(place)
        match = re.fullmatch(r".*\.requires_grad = (False)", editor.text(whole)) if whole is not None else None
        if whole is not None and match is not None:
            edits = editor.replace(editor.place(whole.start + match.start(1), whole.end), "True")
    title = "Pass `freeze=False`" if "from_pretrained(" in text else "Unfreeze it"
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


RULE = Rule("frozen-and-trained", "GS507", "warning", "everything that an optimizer holds is frozen", find)
