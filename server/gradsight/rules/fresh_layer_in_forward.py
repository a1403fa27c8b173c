"""GS509: a layer or parameter is made in `forward`, anew at each call, so nothing trains it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Made, Stepped
from gradsight.edits import Editor
from gradsight.findings import Edit, Finding, Fix, Place, Step
from gradsight.locate import Found, method
from gradsight.rules.context import Context
from gradsight.rules.rule import Rule
from gradsight.syntax import children


def find(context: Context) -> Iterator[Finding]:
    step = next((event for event in context.events(Stepped) if event.visit.certain), None)
    made: dict[Place, list[int]] = defaultdict(list)
    for event in context.events(Made):
        made[event.visit.place].append(context.find(event.id))
    for place, ids in made.items():
        kept = any(id in context.held or id in context.by_hand for id in ids)
        if step is None or kept or place in context.reported or context.certainly_reached.isdisjoint(ids):
            continue
        found = context.editor(place).at(place)
        if found is not None and _in_forward(context.editor(place), place, found):
            context.reported.add(place)
            context.explained |= set(ids)
            yield _finding(context, place, found, step)


def _in_forward(editor: Editor, place: Place, found: Found) -> bool:
    """Whether it is in `forward`, or in a method that `forward` calls and `__init__` does not."""
    functions = [node.name.value for node in found.around if isinstance(node, cst.FunctionDef)]
    if not functions:
        return False
    by_forward, by_init = (_called_from(editor, place, name) for name in ("forward", "__init__"))
    return functions[0] in by_forward - by_init


def _called_from(editor: Editor, place: Place, start: str) -> set[str]:
    """A method of the class around, and those that it calls, directly or not."""
    todo, met = [start], set[str]()
    while todo:
        name = todo.pop()
        found = method(editor.module, editor.real(place), name) if name not in met else None
        if found is not None:
            met.add(name)
            todo += re.findall(r"\bself\.(\w+)\(", editor.text(found.place(found.node)))
    return met


def _finding(context: Context, place: Place, found: Found, step: Stepped) -> Finding:
    steps = (
        Step(place, "made anew at each call, with new random values"),
        Step(step.visit.place, "no optimizer holds it, so no step changes it"),
    )
    message = f"`{context.source(place)}` is never trained: it is made anew in every `forward`"
    fixes = _fixes(context.editor(place), place, found)
    return Finding(RULE.name, RULE.code, "warning", message, place, steps, fixes)


def _fixes(editor: Editor, place: Place, found: Found) -> tuple[Fix, ...]:
    """Makes it in `__init__`, if that has all that it is made of."""
    call = found.node
    init = _init(editor, place)
    if not isinstance(call, cst.Call) or init is None or not _same_there(call, _set_in(editor, place)):
        return ()
    kind = editor.text(found.place(call.func)).rpartition(".")[2]
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", re.sub(r"\d", "", kind)).lower()
    while re.search(rf"\bself\.{name}\b", editor.source):
        name += "_"
    put = editor.insert_after(init, f"self.{name} = {editor.text(place)}")
    if put is None:
        return ()
    edits = (*put, Edit(place, f"self.{name}"))
    return (Fix("Make it in `__init__`", edits, "unsafe", True),)


def _set_in(editor: Editor, place: Place) -> set[str]:
    """The attributes that `__init__` sets."""
    found = method(editor.module, editor.real(place), "__init__")
    text = "" if found is None else editor.text(found.place(found.node))
    return set(re.findall(r"\bself\.(\w+)(?:: [^=\n]+)? =", text))


def _same_there(call: cst.Call, attributes: set[str]) -> bool:
    """Whether the arguments mean the same at the end of `__init__`: literals, calls of libraries and attributes that are set there."""
    stack: list[cst.CSTNode] = [arg.value for arg in call.args]
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Name) and node.value not in ("torch", "nn", "True", "False", "None"):
            return False
        own = isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name) and node.value.value == "self"
        if isinstance(node, cst.Attribute) and not (own and node.attr.value in attributes):
            stack.append(node.value)
        elif own:
            continue
        else:
            stack.extend(child.value if isinstance(child, cst.Arg) else child for child in children(node))
    return True


def _init(editor: Editor, place: Place) -> Place | None:
    """The last statement of the `__init__` of the class around."""
    return editor.last_in_method(place, "__init__")


RULE = Rule("fresh-layer-in-forward", "GS509", "warning", "a layer is made anew in every `forward`", find)
