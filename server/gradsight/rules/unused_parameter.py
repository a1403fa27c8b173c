"""GS508: an optimizer holds parameters that no loss depends on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Made
from gradsight.domain.grad import Filled, Grad
from gradsight.edits import Editor
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.locate import every
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
    return Finding(RULE.name, RULE.code, "information", message, place, steps, _fixes(context, place))


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """Takes out an attribute that nothing mentions. Whether it was forgotten or is left over, only its author knows."""
    editor = context.editor(place)
    whole = editor.statement(place)
    match = re.match(r"self\.(\w+)\s*=", editor.text(whole)) if whole is not None else None
    if whole is None or match is None or _mentioned(editor, match.group(1)) > 1:
        return ()
    edits = editor.delete_line(place)
    return () if edits is None else (Fix(f"Remove `{match.group(1)}`, which nothing uses", edits, "unsafe"),)


def _mentioned(editor: Editor, name: str) -> int:
    """How often a name stands in the file, as a name or in a string."""
    nodes = (found.node for found in every(editor.module, editor.path, cst.Name, cst.SimpleString))
    return sum(re.search(rf"\b{name}\b", node.value) is not None for node in nodes)  # type: ignore[attr-defined]


RULE = Rule("unused-parameter", "GS508", "information", "an optimizer holds parameters that no loss depends on", find)
