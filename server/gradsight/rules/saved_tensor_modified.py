"""GS602: a value that a later backward needs is changed in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import libcst as cst

from gradsight.domain.events import Backward, Fault
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.knowledge.torch.table import op
from gradsight.rules.context import Context
from gradsight.rules.recomputing import computed_anew
from gradsight.rules.rule import Rule

RAISES = "one of the variables needed for gradient computation has been modified by an inplace operation"
MOVED = "leaf variable has been moved into the graph interior"
SIGNS = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "**=": "**", "%=": "%", "//=": "//"}


def find(context: Context) -> Iterator[Finding]:
    for fault in context.certain_faults("saved-modified"):
        if fault.other is not None and fault.other not in context.reported:
            context.reported.update((fault.other, fault.visit.place))
            yield _finding(context, fault, fault.other)
    for fault in context.certain_faults("leaf-moved"):
        if fault.other is not None and fault.other not in context.reported:
            context.reported.update((fault.other, fault.visit.place))
            yield _moved(context, fault.visit.place, fault.other)


def _moved(context: Context, backward: Place, written: Place) -> Finding:
    """A leaf whose flag was switched off has got a history: no graph that came to it may be walked any more."""
    steps = (
        Step(written, "this gives a history to a tensor that does not require grad now"),
        Step(backward, "this backward comes to the leaf that it was, and raises"),
    )
    message = f'the backward in {context.line(backward)} raises "{MOVED}": it comes to the leaf that this writes to'
    fixes = tuple(replace(fix, applicability="unsafe") for fix in _fixes(context, written))
    return Finding(RULE.name, RULE.code, "error", message, written, steps, fixes)


def _finding(context: Context, fault: Fault, written: Place) -> Finding:
    saved = fault.tensor.graph.saved_by if fault.tensor is not None else None
    backward = fault.visit.place
    steps = [Step(written, "this overwrites it"), Step(backward, "this backward needs the value as it was, and raises")]
    if saved is not None:
        steps.insert(0, Step(saved, "autograd saves the value that this operation computes with"))
    what = "weights" if _is_step(context, written) else "a value"
    message = f'the backward in {context.line(backward)} raises "{RAISES}": this overwrites {what} that it needs'
    fixes = tuple(_fixes(context, written)) or _anew(context, written, backward)
    return Finding(RULE.name, RULE.code, "error", message, written, tuple(steps), fixes)


def _is_step(context: Context, written: Place) -> bool:
    return context.source(written).split("(")[0].endswith(".step")


def _anew(context: Context, written: Place, backward: Place) -> tuple[Fix, ...]:
    """Weights have to change: what was computed with the old ones is computed with the new ones."""
    real = context.run.places.real
    whys = [event.root.whys for event in context.events(Backward) if event.visit.place == backward]
    return computed_anew(context, whys[0], real(written), real(backward)) if whys else ()


def _fixes(context: Context, written: Place) -> Iterator[Fix]:
    editor = context.editor(written)
    written = editor.real(written)
    found = editor.at(written)
    statement = found.nearest(cst.AugAssign, cst.Expr, cst.Assign) if found else None
    if found is None or _is_step(context, written):
        return
    if isinstance(statement, cst.AugAssign):
        yield from _augmented(context, editor, found.place(statement), statement)
    elif isinstance(found.node, cst.Call):
        yield from _called(context, editor, written, found.node, isinstance(statement, cst.Expr))
    elif isinstance(found.node, cst.Subscript):
        yield from _copied(editor, written, editor.text(found.place(found.node.value)))


def _augmented(context: Context, editor: Editor, place: Place, node: cst.AugAssign) -> Iterator[Fix]:
    """`x += y` becomes `x = x + y`."""
    found = editor.at(place)
    if found is None:
        return
    target, value = found.place(node.target), found.place(node.value)
    name = editor.text(target)
    if isinstance(node.target, cst.Subscript):
        yield from _copied(editor, place, editor.text(found.place(node.target.value)))
        return
    sign = SIGNS.get(editor.source[target.end : value.start].strip().split("=")[0] + "=")
    if sign is None or _is_leaf(context, target):
        return
    right = editor.text(value)
    right = right if isinstance(node.value, cst.Name | cst.Call | cst.Attribute | cst.BaseNumber) else f"({right})"
    edit = Edit(editor.place(place.start, value.end), f"{name} = {name} {sign} {right}")
    yield Fix(f"Make a new tensor: `{name} = {name} {sign} …`", (edit,), "safe", True)


def _called(context: Context, editor: Editor, place: Place, node: cst.Call, alone: bool) -> Iterator[Fix]:
    """`x.add_(y)` becomes `x = x.add(y)`; a function's `inplace=True` goes."""
    found = editor.at(place)
    if found is None:
        return
    text, callee = editor.text(place), node.func
    if any(arg.keyword is not None and arg.keyword.value == "inplace" for arg in node.args):
        without = editor.without_keywords(place, ("inplace",))
        first = editor.text(found.place(node.args[0].value)) if node.args else ""
        if without is not None and (not alone or first.isidentifier()):
            edits = editor.replace(place, f"{first} = {without}" if alone else without)
            yield Fix("Make a new tensor: without `inplace=True`", edits, "safe", True)
        return
    match = re.fullmatch(r"([\w.]+)\.(\w+)_(\(.*\))", text, re.DOTALL)
    if isinstance(callee, cst.Attribute) and match and op(f"torch.Tensor.{match.group(2)}") is not None:
        name, method, rest = match.groups()
        if _is_leaf(context, found.place(callee.value)):
            return
        edits = editor.replace(place, f"{name} = {name}.{method}{rest}" if alone else f"{name}.{method}{rest}")
        yield Fix(f"Make a new tensor: `{method}` instead of `{method}_`", edits, "safe" if alone else "unsafe", True)
    elif len(node.args) == 1 and node.args[0].keyword is None:
        value = found.place(node.args[0].value)
        edits = editor.replace(value, f"{editor.text(value)}.clone()")
        yield Fix("Give it a copy: `.clone()`", edits, "unsafe", True)


def _copied(editor: Editor, place: Place, name: str) -> Iterator[Fix]:
    """Before `x[i] = y` the name gets a copy, which may be written to."""
    whole = editor.statement(place)
    indent = editor.indent(whole.start) if whole else None
    if whole is None or indent is None or not re.fullmatch(r"[\w.]+", name):
        return
    start = editor.line_start(whole.start)
    edit = Edit(editor.place(start, start), f"{indent}{name} = {name}.clone(){editor.newline()}")
    yield Fix(f"Write into a copy: `{name} = {name}.clone()`", (edit,), "unsafe", True)


def _is_leaf(context: Context, place: Place) -> bool:
    """Whether what is written to may be a leaf, which has to stay the same tensor."""
    seen = context.seen(place)
    return not seen or any(not isinstance(each, Tensor) or each.states & Grad.LEAF for each in seen)


RULE = Rule("saved-tensor-modified", "GS602", "error", "a value that backward needs is changed in place", find)
