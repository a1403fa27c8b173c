"""GS407: `copy.deepcopy` of a tensor that is in a graph, or of something that holds one."""

from __future__ import annotations

from collections.abc import Iterator

from gradsight.domain.events import Fault
from gradsight.findings import Finding, Fix, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("deepcopy"):
        place = fault.visit.place
        if always and place not in context.reported and fault.tensor is not None:
            context.reported.add(place)
            yield _finding(context, fault)


def _finding(context: Context, fault: Fault) -> Finding:
    place, tensor = fault.visit.place, fault.tensor
    assert tensor is not None
    argument = context.editor(place).argument(place) or ""
    direct = fault.text == argument
    held = f"`{argument}`" if direct else f"`{argument}` holds {f'`{fault.text}`' if fault.text else 'a tensor'}, which"
    raises = "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment"
    steps = (
        Step(tensor.why.place, f"`{context.source(tensor.why.place)}` makes it: a computed tensor, in a graph"),
        Step(place, "torch cannot copy a graph"),
    )
    message = f'this raises "{raises}": {held} is no leaf'
    return Finding(RULE.name, RULE.code, "error", message, place, steps, _fixes(context, fault, argument, direct))


def _fixes(context: Context, fault: Fault, argument: str, direct: bool) -> tuple[Fix, ...]:
    editor, place = context.editor(fault.visit.place), fault.visit.place
    if direct:
        edits = editor.replace(place, f"{argument}.detach().clone()")
        return (Fix("Copy the values: `detach().clone()`", edits, "unsafe", True),)
    return ()


RULE = Rule("deepcopy-of-non-leaf", "GS407", "error", "`copy.deepcopy` of a tensor that is in a graph", find)
