"""GS312: the `backward` of a custom function returns None for an input that needs a gradient, or the wrong number."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Step
from gradsight.locate import Found
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.rules.wanting import cut_findings


def find(context: Context) -> Iterator[Finding]:
    for fault, always in context.faults("custom-count"):
        if always and fault.visit.place not in context.reported:
            context.reported.add(fault.visit.place)
            yield _count(context, fault)
    yield from cut_findings(
        context,
        RULE,
        ("custom",),
        "in this `backward`, which returns None for it",
        "the gradient of this input is None",
    )


def _count(context: Context, fault: Fault) -> Finding:
    place = fault.visit.place
    message = f'the backward raises "returned an incorrect number of gradients {fault.text}"'
    runs = () if fault.other is None else (Step(fault.other, "this backward runs it and raises"),)
    steps = (Step(place, "one gradient for each argument of `forward`, or None"), *runs)
    return Finding(RULE.name, RULE.code, "error", message, place, steps, _fixes(context, fault))


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """None for the arguments that are left out, if none of them requires grad."""
    editor = context.editor(fault.visit.place)
    found = editor.at(fault.visit.place)
    value = found.node.value if found is not None and isinstance(found.node, cst.Return) else None
    wanted, given = (int(word) for word in fault.text.strip("()").replace(",", "").split()[1::2])
    if found is not None and isinstance(value, cst.Tuple) and 0 < wanted < given == len(value.elements):
        return _fewer(editor, found, value, wanted)
    if found is None or value is None or fault.ids or given >= wanted:
        return ()
    end = found.place(value).end
    bare = isinstance(value, cst.Tuple) and bool(value.lpar)
    at = editor.place(end - bare, end - bare)
    return (Fix("Return None for the others", (Edit(at, ", None" * (wanted - given)),), "safe", True),)


def _fewer(editor: Editor, found: Found, value: cst.Tuple, wanted: int) -> tuple[Fix, ...]:
    """One gradient for each argument: what is beyond goes. With None there torch would not mind."""
    kept = [found.place(element.value) for element in value.elements[:wanted]]
    text = editor.source[kept[0].start : kept[-1].end]
    edits = editor.replace(found.place(value), f"({text})" if value.lpar and wanted > 1 else text)
    return (Fix("Return one gradient for each argument only", edits, "unsafe", True),)


RULE = Rule("custom-function-none", "GS312", "warning", "a custom `backward` returns no gradient", find)
