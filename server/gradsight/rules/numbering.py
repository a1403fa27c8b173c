"""Edits for tensors that became Python numbers: the tensor itself, also where the numbers go into a tensor again."""

from __future__ import annotations

import re
from collections.abc import Iterable

import libcst as cst

from gradsight.domain.why import Cut, Why, history
from gradsight.edits import Editor
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import Found
from gradsight.rules.arrays import BACK, MATH
from gradsight.rules.context import Context

DEEPEST = 30


def keep(context: Context, cut: Cut, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """`x.item()`, `x.tolist()`, `float(x)` and `math.exp(x)` as tensors; `whys` is the root's history."""
    editor = context.editor(cut.place)
    text, argument = editor.text(cut.place), editor.argument(cut.place)
    match = re.match(r"math\.(\w+)\(", text)
    if text.endswith((".item()", ".tolist()")):
        inner = re.sub(r"\.detach\(\)|\.data$|\.cpu\(\)", "", text[: text.rindex(".")])
    elif argument is not None and text.startswith(("float(", "int(")):
        inner = argument
    elif argument is not None and match and match.group(1) in MATH and has_torch(editor):
        return _fix(f"Use `torch.{match.group(1)}`", Edit(cut.place, f"torch.{match.group(1)}({argument})"))
    else:
        return ()
    again = [context.run.places.real(why.place) for why in history(whys, DEEPEST)]
    wraps = [place for place in again if place.path == editor.path and editor.text(place).startswith(BACK)]
    for wrap in wraps:
        fix = _unwrapped(editor, cut.place, inner, wrap)
        if fix:
            return fix
    bare = Edit(cut.place, inner) if text.endswith(")") and "." in text[len(inner) :] else None
    edits = (bare,) if bare is not None else editor.unwrap(cut.place)
    return _fix("Keep the tensor", *edits) if edits else ()


def _unwrapped(editor: Editor, number: Place, inner: str, wrap: Place) -> tuple[Fix, ...]:
    """The same without the new tensor that the number, or a list of such numbers, is made into."""
    found, here = editor.at(wrap), editor.real(number)
    call = found.node if found is not None else None
    argument = call.args[0].value if isinstance(call, cst.Call) and call.args else None
    if found is None or argument is None or not has_torch(editor):
        return ()
    place = editor.real(found.place(argument))
    if place.start <= here.start and here.end <= place.end:
        within = editor.source[place.start : here.start] + inner + editor.source[here.end : place.end]
        if isinstance(argument, cst.ListComp) or (isinstance(argument, cst.List) and len(argument.elements) == 1):
            return _fix(STACKED, Edit(wrap, f"torch.stack({within})"))
        return _fix(KEPT, Edit(wrap, inner)) if place == here else ()
    collected = _bound_to(editor.at(number)) if isinstance(argument, cst.Name) else None
    if collected is None or not isinstance(argument, cst.Name) or collected[0] != argument.value:
        return ()
    if collected[1]:
        return _fix(STACKED, Edit(number, inner), Edit(wrap, f"torch.stack({argument.value})"))
    return _fix(KEPT, Edit(number, inner), Edit(wrap, argument.value))


KEPT, STACKED = "Keep the tensor", "Keep the tensors, and stack them: `torch.stack`"


def _bound_to(found: Found | None) -> tuple[str, bool] | None:
    """The name to which a statement binds, or whose list it adds, exactly this value, and whether as an item of a list."""
    around = list(reversed(found.around)) if found is not None else []
    listed = False
    for node in around:
        if (
            isinstance(node, cst.Call)
            and isinstance(node.func, cst.Attribute)
            and isinstance(node.func.value, cst.Name)
        ):
            return (node.func.value.value, True) if node.func.attr.value == "append" and not listed else None
        if isinstance(node, cst.Assign):
            target = node.targets[0].target
            return (target.value, listed) if isinstance(target, cst.Name) else None
        if isinstance(node, cst.ListComp) or (isinstance(node, cst.List) and len(node.elements) == 1):
            listed = True
        elif not isinstance(node, cst.Arg | cst.Element):
            return None
    return None


def has_torch(editor: Editor) -> bool:
    """Whether the file has the name `torch`."""
    return re.search(r"^import torch\s*$", editor.source, re.MULTILINE) is not None


def _fix(title: str, *edits: Edit) -> tuple[Fix, ...]:
    return (Fix(title, edits, "unsafe", True),)
