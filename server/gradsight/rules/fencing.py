"""The edit that keeps a backward out of a graph which a later one needs: `critic(fake.detach())`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from gradsight.domain.events import Stepped
from gradsight.edits import Editor
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import every
from gradsight.rules.context import Context
from gradsight.rules.walking import Second


def detached_before(context: Context, found: Second) -> Iterator[Fix]:
    """Of two backwards through one tensor the first detaches it, if the step between them trains nothing behind it."""
    editor, name = context.editor(found.first), found.name(context)
    match = re.match(r"(\w+)\.backward\(", editor.text(found.first))
    bound = editor.only_binding(found.first, match.group(1)) if match is not None else None
    if bound is None or not name.isidentifier() or not _for_another(context, found):
        return
    edits = tuple(Edit(editor.place(end, end), ".detach()") for end in _uses(editor, bound, name))
    if edits:
        yield Fix(f"Detach `{name}` for the first: `{name}.detach()`", edits, "unsafe")


def _for_another(context: Context, found: Second) -> bool:
    """Whether optimizers step between the two, and none of them holds a leaf behind the tensor."""
    tensor, real = found.fault.tensor, context.run.places.real
    behind = set() if tensor is None else {context.find(id) for id in tensor.reach.may}
    between = [
        event
        for event in context.events(Stepped)
        if found.first.start < real(event.visit.place).start < found.place.start
    ]
    held = {context.find(id) for event in between for group in event.groups for id, _ in group}
    return bool(between) and bool(behind) and not held & behind


def _uses(editor: Editor, whole: Place, name: str) -> Iterator[int]:
    """Where the uses of a name in a statement end."""
    for found in every(editor.module, editor.path, cst.Name):
        place = found.place(found.node)
        inside = whole.start <= place.start and place.end <= whole.end
        if inside and editor.text(place) == name and not isinstance(found.around[-1], cst.AssignTarget):
            yield place.end
