"""GS402: an update binds the name of a leaf to a new tensor."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Backward, Fault, GradRead
from gradsight.edits import Editor, Edits
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule


def find(context: Context) -> Iterator[Finding]:
    for fault in context.events(Fault):
        place = fault.visit.place
        if fault.kind != "rebound" or place in context.reported:
            continue
        symptom = _symptom(context, place)
        if symptom is not None:
            context.reported.update((place, symptom.visit.place))
            yield _finding(context, fault, symptom)


def _symptom(context: Context, place: Place) -> GradRead | Backward | None:
    """Where it first shows that the name is no leaf any more: its `.grad` is None, or a backward has no graph.

    Where an error of another name comes before, what only would be shows it too.
    """
    all_shown = [e for e in context.run.log.events if isinstance(e, GradRead | Backward) and _shows(e, place)]
    shown = [event for event in all_shown if event.visit.certain] or all_shown
    using = (event for event in shown if isinstance(event, GradRead) and event.used)
    first = next(iter(shown), None)
    return next(using, first) if isinstance(first, GradRead) else first


def _shows(event: GradRead | Backward, place: Place) -> bool:
    if isinstance(event, GradRead):
        return event.tensor.rebound == place and event.tensor.statement == place
    return event.root.rebound == place and not event.root.possible


def _finding(context: Context, fault: Fault, symptom: GradRead | Backward) -> Finding:
    place, name = fault.visit.place, fault.text
    tracked = fault.tensor is not None and fault.tensor.states.requires_grad
    now = "a tensor that is not a leaf" if tracked else "a tensor that does not require grad"
    after = f"from then on `{name}.grad` is None" if tracked else "from then on there is no graph to go back through"
    steps = (Step(place, f"`{name}` now names {now}; the leaf is left as it was"), Step(symptom.visit.place, after))
    raises = isinstance(symptom, GradRead) and symptom.used is not None and _inside(symptom.visit.place, place)
    return Finding(
        RULE.name,
        RULE.code,
        "error" if raises else "warning",
        f"the update binds `{name}` to {now}: {after}",
        place,
        steps,
        _fixes(context, fault),
    )


def _inside(inner: Place, outer: Place) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _fixes(context: Context, fault: Fault) -> tuple[Fix, ...]:
    """`w = w - lr * w.grad` becomes `w -= lr * w.grad`, where grad mode is off."""
    editor = context.editor(fault.visit.place)
    whole = editor.statement(fault.visit.place)
    if whole is None:
        return ()
    name = re.escape(fault.text)
    match = re.fullmatch(rf"{name}\s*=\s*{name}\s*([-+])\s*(.+)", editor.text(whole), re.DOTALL)
    if match is None:
        return _leaf_again(context, editor, whole, fault)
    update = f"{fault.text} {match.group(1)}= {match.group(2)}"
    edits = _edits(editor, whole, update, fault)
    return () if edits is None else (Fix("Update the leaf in place, under `no_grad`", edits, "safe", True),)


def _leaf_again(context: Context, editor: Editor, whole: Place, fault: Fault) -> tuple[Fix, ...]:
    """`x = (x + step).clamp(0, 1)` becomes a leaf of its own in each round, where no optimizer holds the one before."""
    match = re.fullmatch(rf"{re.escape(fault.text)}\s*=\s*(.+)", editor.text(whole), re.DOTALL)
    tracked = fault.tensor is not None and fault.tensor.states.requires_grad
    if match is None or not tracked or context.held & context.find_all(fault.ids):
        return ()
    found = editor.at(whole)
    assignment = found.nearest(cst.Assign) if found is not None else None
    tight = isinstance(assignment, cst.Assign) and isinstance(assignment.value, cst.Call | cst.Name | cst.Subscript)
    value = match.group(1) if tight else f"({match.group(1)})"
    edits = editor.replace(whole, f"{fault.text} = {value}.detach().requires_grad_()")
    return (Fix("Make it a leaf again: `.detach().requires_grad_()`", edits, "unsafe", True),)


def _edits(editor: Editor, whole: Place, update: str, fault: Fault) -> Edits | None:
    if fault.tensor is not None and not fault.tensor.states.requires_grad:
        return editor.replace(whole, update)
    indent = editor.indent(whole.start)
    if indent is None:
        return None
    unit = "\t" if "\t" in indent else "    "
    return editor.replace(whole, f"with torch.no_grad():{editor.newline()}{indent}{unit}{update}")


RULE = Rule("rebound-parameter", "GS402", "warning", "an update binds the name of a leaf to a new tensor", find)
