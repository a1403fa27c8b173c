"""GS407: `copy.deepcopy` of a tensor that is in a graph, or of something that holds one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.objects import Instance, Sequence
from gradsight.findings import Edit, Finding, Fix, Step
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
    found = editor.at(place)
    first = found.node.args[0].value if found is not None and isinstance(found.node, cst.Call) else None
    seen = [] if found is None or first is None else context.seen(found.place(first))
    if len(seen) == 1 and isinstance(seen[0], Sequence) and seen[0].kind == "list":
        edits = editor.replace(place, f"[each.detach().clone() for each in {argument}]")
        return (Fix("Copy the values of each: `detach().clone()`", edits, "unsafe", True),)
    return _forgotten(context, fault, argument, seen[0]) if len(seen) == 1 else ()


def _forgotten(context: Context, fault: Fault, argument: str, holder: object) -> tuple[Fix, ...]:
    """`model.features = None` before the copy, where `forward` has left a tensor in `self.features`."""
    statement = None if fault.tensor is None else fault.tensor.statement
    made = re.match(r"self\.(\w+)\s*=", context.source(statement)) if statement is not None else None
    editor = context.editor(fault.visit.place)
    whole = editor.statement(fault.visit.place)
    indent = editor.indent(whole.start) if whole is not None else None
    kept = isinstance(holder, Instance) and made is not None and made.group(1) in holder.attrs
    if whole is None or indent is None or made is None or not kept or not re.fullmatch(r"[\w.]+", argument):
        return ()
    start, name = editor.line_start(whole.start), f"{argument}.{made.group(1)}"
    edit = Edit(editor.place(start, start), f"{indent}{name} = None{editor.newline()}")
    return (Fix(f"Let go of `{name}` before", (edit,), "unsafe", True),)


RULE = Rule("deepcopy-of-non-leaf", "GS407", "error", "`copy.deepcopy` of a tensor that is in a graph", find)
