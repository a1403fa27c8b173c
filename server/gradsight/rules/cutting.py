"""How each kind of cut is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable

import libcst as cst

from gradsight.domain.why import Cut, Why
from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Fix
from gradsight.rules.apart import detached_elsewhere
from gradsight.rules.arrays import without_numpy
from gradsight.rules.context import Context
from gradsight.rules.numbering import has_torch, keep
from gradsight.rules.softening import draw, soften
from gradsight.rules.uncovering import uncover
from gradsight.rules.using import enclosed, hoisted, parts


def mend(context: Context, cut: Cut, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """The edits that take a cut away, best first; none where no mechanical edit is right. `whys` is the root's history."""
    editor = context.editor(cut.place)
    if cut.kind in ("no-grad", "inference-mode"):
        return uncover(context, editor if cut.mode is None else context.editor(cut.mode), cut, whys)
    if cut.kind == "number":
        return keep(context, cut, whys)
    if cut.kind == "detach" and (apart := detached_elsewhere(context, cut, whys)):
        return apart
    maker = MENDERS.get(cut.kind)
    return () if maker is None else maker(editor, cut)


def _fix(title: str, edits: Edits | None) -> tuple[Fix, ...]:
    return () if edits is None else (Fix(title, edits, "unsafe", True),)


def _detach(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    text = editor.text(cut.place)
    if text.endswith(".detach_()"):
        return _fix("Remove the `detach_()`", editor.delete_line(cut.place) or editor.without_access(cut.place))
    if text.endswith(".detach()"):
        return _fix("Remove the `detach()`", editor.without_access(cut.place))
    return _fix("Take the tensor itself", editor.unwrap(cut.place))


def _data(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    return _fix("Take the tensor instead of its `.data`", editor.without_access(cut.place))


def _numpy(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    return without_numpy(editor, cut) if has_torch(editor) else ()


def _rewrap(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """Of a list the tensors are stacked, of one tensor it is that tensor."""
    argument = editor.argument(cut.place)
    if argument is None or "Parameter" in editor.text(cut.place).split("(")[0]:
        return ()
    if cut.many and has_torch(editor):
        return _fix("Stack the tensors: `torch.stack`", editor.replace(cut.place, f"torch.stack({argument})"))
    return (
        () if cut.many or argument.startswith(("[", "(")) else _fix("Take the tensor itself", editor.unwrap(cut.place))
    )


ROUNDING = ("round", "floor", "ceil", "trunc", "sign", "sgn", "fix")


def _zero(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """Straight through: the value as it is, the gradient of the argument."""
    found = editor.at(cut.place)
    name, arguments = parts(editor, found) if found is not None else ("", [])
    named = hoisted(editor, found, arguments[0], "exact") if found is not None and arguments else None
    if found is None or named is None or name not in ROUNDING:
        return ()
    before, x = named
    whole = editor.real(cut.place)
    hard = editor.source[whole.start : arguments[0].start] + x + editor.source[arguments[0].end : whole.end]
    edits = (*before, Edit(whole, enclosed(found, f"{x} + ({hard} - {x}).detach()")))
    return _fix("Pass the gradient straight through", edits)


def _integer(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """`.long()` and the like in a calculation: keep the floating values. An index needs its integers."""
    match, found = re.search(r"\.(long|int|short|byte|char|bool)\(\)$", editor.text(cut.place)), editor.at(cut.place)
    around = found.around[-1] if found is not None and found.around else None
    calculated = isinstance(around, cst.BinaryOperation | cst.Attribute)
    return _fix("Keep the floating dtype", editor.without_access(cut.place)) if match and calculated else ()


def _sample(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The method's own name is the last one before the arguments of the call."""
    found = editor.at(cut.place)
    function = found.node.func if found is not None and isinstance(found.node, cst.Call) else None
    if found is None or not isinstance(function, cst.Attribute) or function.attr.value != "sample":
        return ()
    return _fix("Use `rsample`", editor.replace(found.place(function.attr), "rsample"))


def _checkpoint(editor: Editor, cut: Cut) -> tuple[Fix, ...]:
    """The other kind of checkpoint keeps every other behaviour."""
    edits = editor.set_keyword(cut.place, "use_reentrant", "False")
    return () if edits is None else (Fix("Use `use_reentrant=False`", edits, "safe", True),)


MENDERS = {
    "detach": _detach,
    "data": _data,
    "numpy": _numpy,
    "rewrap": _rewrap,
    "zero-gradient": _zero,
    "integer": _integer,
    "non-differentiable": soften,
    "sample": _sample,
    "draw": draw,
    "checkpoint": _checkpoint,
}
