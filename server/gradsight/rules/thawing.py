"""The edit that lets a frozen tensor require grad again."""

from __future__ import annotations

import re

import libcst as cst

from gradsight.domain.events import Held
from gradsight.edits import Edits
from gradsight.findings import Fix, Place
from gradsight.rules.context import Context


def thaw(context: Context, place: Place) -> tuple[Fix, ...]:
    """`requires_grad_(False)`, `requires_grad = False`, `requires_grad=False` become True; `freeze=False` is added."""
    text = context.source(place)
    edits = _edits(context, place, text)
    title = "Pass `freeze=False`" if "from_pretrained(" in text else "Unfreeze it"
    part = _part(context, place)
    whole = () if edits is None else (Fix(title, edits, "unsafe", part is None),)
    return whole if part is None else (part, *whole)


def _part(context: Context, place: Place) -> Fix | None:
    """`model.fc.requires_grad_(True)` behind the loop that freezes all of `model`, where an optimizer is made for `model.fc`."""
    editor, place = context.editor(place), context.run.places.real(place)
    found = editor.at(place)
    loop = found.nearest(cst.For) if found is not None else None
    freezing = found.place(loop) if found is not None and loop is not None else editor.statement(place)
    text = editor.text(freezing) if freezing is not None else ""
    match = re.match(r"for .*? in ([\w.]+)\.(?:named_)?parameters\(\):|([\w.]+)\.requires_grad_\(False\)$", text)
    if freezing is None or match is None:
        return None
    frozen = match.group(1) or match.group(2)
    for event in context.events(Held):
        held = re.match(rf"({re.escape(frozen)}\.[\w.]+)\.parameters\(\)", context.source(event.at))
        if held and event.at.path == place.path and _same_function(context, freezing, event.at):
            line = f"{held.group(1)}.requires_grad_(True)"
            edits = editor.insert_behind(freezing, editor.indent(freezing.start) or "", [line])
            return Fix(f"Unfreeze `{held.group(1)}`, which the optimizer holds", edits, "unsafe", True)
    return None


def _same_function(context: Context, one: Place, other: Place) -> bool:
    editor = context.editor(one)
    found = [editor.at(context.run.places.real(place)) for place in (one, other)]
    functions = [each.nearest(cst.FunctionDef) if each is not None else None for each in found]
    return functions[0] is functions[1]


def _edits(context: Context, place: Place, text: str) -> Edits | None:
    editor = context.editor(place)
    place = editor.real(place)
    if "from_pretrained(" in text:
        return editor.set_keyword(place, "freeze", "False")
    if re.match(r"[\w.]*Parameter\(", text):
        return editor.set_keyword(place, "requires_grad", "True")
    if text.endswith("requires_grad_(False)"):
        return editor.replace(editor.place(place.end - 6, place.end - 1), "True")
    whole = editor.statement(place)
    match = re.fullmatch(r".*\.requires_grad = (False)", editor.text(whole)) if whole is not None else None
    if whole is None or match is None:
        return None
    return editor.replace(editor.place(whole.start + match.start(1), whole.end), "True")
