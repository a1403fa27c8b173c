"""The edit that lets a frozen tensor require grad again."""

from __future__ import annotations

import re

from gradsight.edits import Edits
from gradsight.findings import Fix, Place
from gradsight.rules.context import Context


def thaw(context: Context, place: Place) -> tuple[Fix, ...]:
    """`requires_grad_(False)`, `requires_grad = False`, `requires_grad=False` become True; `freeze=False` is added."""
    text = context.source(place)
    edits = _edits(context, place, text)
    title = "Pass `freeze=False`" if "from_pretrained(" in text else "Unfreeze it"
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


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
