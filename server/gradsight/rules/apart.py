"""A `detach()` that one backward needs and another does not: it moves to what the other one uses."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from gradsight.domain.events import Backward
from gradsight.domain.why import Cut, Why, history
from gradsight.edits import Editor
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import Found
from gradsight.rules.context import Context
from gradsight.rules.using import bound_name, loads

DEEPEST = 30


def detached_elsewhere(context: Context, cut: Cut, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """`fake = net(z).detach()` of which two losses are computed: `net(z)`, and `fake.detach()` where the loss with this history
    does not come from; empty where only one backward ends at the cut."""
    editor, real = context.editor(cut.place), context.run.places.real
    found, gone = editor.at(cut.place), editor.without_access(cut.place)
    name = bound_name(found) if found is not None else ""
    others = [
        each for each in context.events(Backward) if any(cut.place == other.place for other in each.root.lost.values())
    ]
    if found is None or gone is None or not name or len({each.visit.place for each in others}) < 2:
        return ()
    way = {real(why.place) for why in history(whys, DEEPEST)}
    uses = [each.place(each.node) for each in loads(editor, found, name) if not _another(each, found, name)]
    wanted = [place for place in uses if _leads(editor, place, way)]
    detached = [place for place in uses if place not in wanted and not _only_looked_at(editor, place)]
    if not wanted or not detached:
        return ()
    edits = (*gone, *(Edit(editor.place(place.end, place.end), ".detach()") for place in detached))
    return (Fix(f"Detach `{name}` only where the other loss uses it", edits, "unsafe", True),)


def _another(use: Found, found: Found, name: str) -> bool:
    """Whether it is a parameter of another function that has the same name."""
    function = use.nearest(cst.FunctionDef, cst.Lambda)
    own = function is None or function is found.nearest(cst.FunctionDef)
    params = () if own or not isinstance(function, cst.FunctionDef | cst.Lambda) else function.params.params
    return any(param.name.value == name for param in params)


def _leads(editor: Editor, place: Place, way: set[Place]) -> bool:
    """Whether the loss is computed from what a statement, or a call in it, makes of this use."""
    found = editor.at(place)
    around = (
        [found.place(node) for node in found.around if isinstance(node, cst.Call | cst.BinaryOperation)]
        if found
        else []
    )
    return any(each in way for each in around)


def _only_looked_at(editor: Editor, place: Place) -> bool:
    """Whether an attribute is read of it, such as its shape."""
    found = editor.at(place)
    around = found.around[-1] if found is not None and found.around else None
    return isinstance(around, cst.Attribute) and around.attr.value in (
        "shape",
        "device",
        "dtype",
        "size",
        "ndim",
        "data",
    )
