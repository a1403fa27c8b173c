"""GS403: an attribute of a module is computed from a parameter, so it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Fault, Made, Stepped
from gradsight.findings import Finding, Fix, Place, Step
from gradsight.locate import Found
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.syntax import children


def find(context: Context) -> Iterator[Finding]:
    parameters = {context.find(event.id) for event in context.events(Made)}
    for fault, always in context.faults("derived"):
        place = fault.visit.place
        if not always or place in context.reported or not _in_init(context, place):
            continue
        ids = {context.find(id) for id in fault.ids}
        if fault.other is not None and not ids & context.held:
            if ids & parameters or _trained_without(context, fault, ids):
                context.reported.update((place, fault.other))
                context.explained |= {context.find(fault.owner or 0)}
                yield _wrapped(context, fault, fault.other, bool(ids & parameters))
        elif fault.other is None and _computed_once(context, fault, ids):
            context.reported.add(place)
            context.explained |= {context.find(fault.owner or 0)}
            yield _once(context, fault)


def _in_init(context: Context, place: Place) -> bool:
    found = context.editor(place).at(place)
    function = found.nearest(cst.FunctionDef) if found else None
    return isinstance(function, cst.FunctionDef) and function.name.value == "__init__"


def _trained_without(context: Context, fault: Fault, ids: set[int]) -> bool:
    """Whether training goes on and comes to the leaf, which no optimizer holds."""
    steps = any(event.visit.certain for event in context.events(Stepped))
    return steps and context.find(fault.owner or 0) in context.live and not ids & context.by_hand


def _computed_once(context: Context, fault: Fault, ids: set[int]) -> bool:
    """Whether a loop trains what it was computed from, round after round, through the one value."""
    me = context.find(fault.owner or 0)
    stepped = {
        context.find(id)
        for event in context.events(Stepped)
        if event.visit.certain
        for group in event.groups
        for id, _ in group
    }
    through = [e for e in context.trusted_backwards if any(context.find(id) == me for id in e.root.reach.may)]
    again = len(through) > 1 or any(event.visit.round == "rest" for event in through)
    return again and bool(ids & stepped)


def _wrapped(context: Context, fault: Fault, made: Place, parameter: bool) -> Finding:
    place, what = fault.visit.place, "parameter" if parameter else "leaf"
    steps = (
        Step(made, f"the {what} is made here, and nothing keeps it"),
        Step(place, "what is kept is the result of an operation on it, which `parameters()` does not list"),
    )
    message = f"`{fault.text}` is no parameter: the operation after `{_short(context, made)}` gives a computed tensor"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _fixes(context, place, made))


def _short(context: Context, made: Place) -> str:
    return f"{context.source(made).partition('(')[0]}(…)"


def _once(context: Context, fault: Fault) -> Finding:
    place = fault.visit.place
    step = next(event for event in context.events(Stepped) if event.visit.certain)
    steps = (
        Step(place, "computed once, when the module is made"),
        Step(step.visit.place, "the parameter changes here, and this value does not"),
    )
    message = f"`{fault.text}` is computed from a parameter once and then kept: later rounds do not see its changes"
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, _property(context, place))


def _property(context: Context, place: Place) -> tuple[Fix, ...]:
    """What is computed of `self` alone becomes a property, computed each time that it is read."""
    editor = context.editor(place)
    found, whole = editor.at(place), editor.statement(place)
    assignment = found.nearest(cst.Assign) if found else None
    last = editor.last_in_method(place, "__init__")
    match = re.fullmatch(r"self\.(\w+) = (.+)", editor.text(whole), re.DOTALL) if whole is not None else None
    if found is None or not isinstance(assignment, cst.Assign) or match is None or last is None or whole is None:
        return ()
    function = next((node for node in found.around if isinstance(node, cst.FunctionDef)), None)
    indent = editor.indent(whole.start)
    removed = editor.delete_line(place)
    if function is None or indent is None or removed is None or _local(function, assignment.value):
        return ()
    outer = editor.indent(found.place(function).start) or ""
    code = ["", f"{outer}@property", f"{outer}def {match.group(1)}(self):", f"{indent}return {match.group(2)}"]
    edits = (*removed, *editor.insert_behind(last, "", code))
    return (Fix("Compute it each time: a property", edits, "unsafe", True),)


def _local(function: cst.FunctionDef, value: cst.BaseExpression) -> bool:
    """Whether an expression uses what only `__init__` knows: its arguments but `self`, and the names that it binds."""
    names = {node.value for node in _names(value)} - {"self"}
    params = {param.name.value for param in (*function.params.params, *function.params.kwonly_params)}
    bound = {node.value for target in _targets(function) for node in _names(target)} - {"self"}
    return bool(names & (params | bound))


def _names(node: cst.CSTNode) -> Iterator[cst.Name]:
    if isinstance(node, cst.Name):
        yield node
    for child in [node.value] if isinstance(node, cst.Attribute) else children(node):
        yield from _names(child)


def _targets(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.AssignTarget | cst.For | cst.AnnAssign | cst.NamedExpr):
        yield node.target
    for child in children(node):
        yield from _targets(child)


def _fixes(context: Context, place: Place, made: Place) -> tuple[Fix, ...]:
    """`nn.Parameter(a) * k` becomes `nn.Parameter(a * k)`."""
    editor = context.editor(place)
    found, made = editor.at(place), editor.real(made)
    assignment = found.nearest(cst.Assign, cst.AnnAssign) if found else None
    if found is None or not isinstance(assignment, cst.Assign | cst.AnnAssign) or assignment.value is None:
        return ()
    whole = found.place(assignment.value)
    inner = editor.argument(made) if "Parameter(" in editor.text(made) else None
    if inner is None:
        inner = editor.without_keywords(made, ("requires_grad",))
    elif not _simple(editor.at(made)):
        inner = f"({inner})"
    if inner is None or "Parameter(" in inner:
        return ()
    kind = editor.nn("Parameter")
    text = editor.source[whole.start : made.start] + inner + editor.source[made.end : whole.end]
    text = text.removesuffix(".requires_grad_()")
    return (Fix(f"Wrap it last: `{kind}`", editor.replace(whole, f"{kind}({text})"), "safe", True),)


def _simple(found: Found | None) -> bool:
    """Whether a method can be called on the argument of a call, or an operator applied, as it stands."""
    call = found.node if found is not None else None
    first = call.args[0].value if isinstance(call, cst.Call) and call.args else None
    return isinstance(first, cst.Call | cst.Name | cst.Attribute | cst.Subscript) or bool(first and first.lpar)


RULE = Rule("derived-parameter", "GS403", "warning", "an attribute of a module is computed from a parameter", find)
