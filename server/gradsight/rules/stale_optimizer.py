"""GS506: parameters were replaced after the optimizer was made, which goes on with the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Event, Held, Replaced, Stepped
from gradsight.domain.reach import Ids
from gradsight.edits import Editor
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.stations import move_after
from gradsight.rules.wanting import gets, names


def find(context: Context) -> Iterator[Finding]:
    if not context.events(Replaced):
        return
    order = {id(event): index for index, event in enumerate(context.run.log.events)}
    for event in context.events(Replaced):
        place = event.visit.place
        held = _holder(context, event, order)
        if place in context.reported or held is None or not event.visit.certain or not _trained(context, event.new):
            continue
        step = _step_after(context, held, order[id(event)], order)
        if step is not None:
            context.reported.add(place)
            yield _finding(context, event, held, step)


def _holder(context: Context, event: Replaced, order: dict[int, int]) -> Held | None:
    """The optimizer that was made before, for the old ones."""
    before = [held for held in context.events(Held) if order[id(held)] < order[id(event)]]
    return next((held for held in reversed(before) if context.find_all(held.ids) & context.find_all(event.old)), None)


def _trained(context: Context, new: Ids) -> bool:
    """Whether a backward certainly comes to new ones, none of which any optimizer holds."""
    fresh = context.find_all(new)
    return bool(fresh & context.certainly_reached) and not fresh & context.held and not fresh & context.by_hand


def _step_after(context: Context, held: Held, index: int, order: dict[int, int]) -> Stepped | None:
    def later(event: Event) -> bool:
        return order[id(event)] > index

    same = (e for e in context.events(Stepped) if context.find(e.optimizer) == context.find(held.optimizer))
    return next((event for event in same if event.visit.certain and later(event)), None)


def _finding(context: Context, event: Replaced, held: Held, step: Stepped) -> Finding:
    place = event.visit.place
    new = tuple(sorted(event.new))
    steps = (
        Step(held.visit.place, "this optimizer is made for the parameters that are there now"),
        Step(place, "they are replaced here"),
        Step(step.visit.place, "it goes on with the old ones, which nothing uses any more"),
    )
    message = f"{names(context, new)} {gets(new)} trained by no optimizer: the optimizer holds what was there before"
    message = message.replace("gets trained", "is trained").replace("get trained", "are trained")
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, held.visit.place, place))


def _fixes(context: Context, made: Place, replaced: Place) -> tuple[Fix, ...]:
    """Moves the line that makes the optimizer behind the replacement."""
    edits = move_after(context.editor(replaced), made, replaced) if made.path == replaced.path else None
    return _into(context, replaced) if edits is None else (Fix("Make the optimizer after it", edits, "unsafe", True),)


def _into(context: Context, replaced: Place) -> tuple[Fix, ...]:
    """`self.w = nn.Parameter(v)` becomes `self.w.copy_(v)`, where grad mode is off: the parameter stays the same."""
    editor = context.editor(replaced)
    whole = editor.statement(replaced)
    match = (
        re.fullmatch(r"([\w.]+) = (?:torch\.)?(?:nn\.)?Parameter\((.+)\)", editor.text(whole), re.S) if whole else None
    )
    indent = editor.indent(whole.start) if whole else None
    if whole is None or match is None or indent is None or not _one_argument(editor, whole):
        return ()
    unit = "\t" if "\t" in indent else "    "
    text = f"with torch.no_grad():{editor.newline()}{indent}{unit}{match.group(1)}.copy_({match.group(2)})"
    return (Fix("Write into the parameter that is there", editor.replace(whole, text), "unsafe", True),)


def _one_argument(editor: Editor, whole: Place) -> bool:
    found = editor.at(whole)
    assignment = found.nearest(cst.Assign) if found else None
    call = assignment.value if isinstance(assignment, cst.Assign) else None
    return isinstance(call, cst.Call) and len(call.args) == 1 and call.args[0].keyword is None


RULE = Rule("stale-optimizer", "GS506", "warning", "parameters are replaced after the optimizer was made", find)
