"""Edits for a loss that is constant: what was meant instead of a softmax over one class, or a factor of zero."""

from __future__ import annotations

import re

import libcst as cst

from gradsight.edits import Editor
from gradsight.findings import Fix, Place
from gradsight.locate import Found
from gradsight.rules.choosing import functional
from gradsight.rules.using import keyword, parts

ZERO = r"0(\.0*)?"


def vary(editor: Editor, place: Place) -> tuple[Fix, ...]:
    """The edit of the constant expression at a place; none where it is no form that is known."""
    found = editor.at(place)
    if found is None:
        return ()
    return _binary(editor, found) if isinstance(found.node, cst.Call) else _factor(editor, found)


def _binary(editor: Editor, found: Found) -> tuple[Fix, ...]:
    """One output is a decision between two classes."""
    name, arguments = parts(editor, found)
    place = found.place(found.node)
    if name in ("softmax", "log_softmax") and arguments and (len(arguments) == 2 or keyword(editor, found, "dim")):
        instead = "torch.sigmoid" if name == "softmax" else f"{functional(editor)}logsigmoid"
        edits = editor.replace(place, f"{instead}({editor.text(arguments[0])})")
        return (Fix(f"Use `{instead}` for one output", edits, "unsafe", True),)
    layer = _layer(editor, found)
    if layer is not None:
        return (
            Fix(
                f"Use `{editor.nn('Sigmoid')}` for one output",
                editor.replace(layer, f"{editor.nn('Sigmoid')}()"),
                "unsafe",
                True,
            ),
        )
    call = found.node
    named = isinstance(call, cst.Call) and any(arg.keyword is not None for arg in call.args)
    if named or len(arguments) < 2 or not _is_cross_entropy(editor, found):
        return ()
    logits, target = (editor.text(argument) for argument in arguments[-2:])
    loss = f"{functional(editor)}binary_cross_entropy_with_logits"
    edits = editor.replace(place, f"{loss}({logits}.squeeze(1), {target}.float())")
    return (Fix("Use `binary_cross_entropy_with_logits` for one output", edits, "unsafe", True),)


def _layer(editor: Editor, found: Found) -> Place | None:
    """Where the only `nn.Softmax` is made that a call `self.softmax(x)` is of."""
    callee = editor.text(found.place(found.node.func)) if isinstance(found.node, cst.Call) else ""
    made = re.findall(rf"(?<![\w.]){re.escape(callee)} = ([\w.]*Softmax\([^()]*\))", editor.source) if callee else []
    start = editor.source.find(f"{callee} = {made[0]}") if len(made) == 1 else -1
    begin = start + len(callee) + 3
    return None if start < 0 else editor.place(begin, begin + len(made[0]))


def _is_cross_entropy(editor: Editor, found: Found) -> bool:
    callee = editor.text(found.place(found.node.func)) if isinstance(found.node, cst.Call) else ""
    made = rf"\b{re.escape(callee.rpartition('.')[2])}\b[^\n]*=[^\n]*CrossEntropyLoss\("
    return callee.endswith("cross_entropy") or re.search(made, editor.source) is not None


def _factor(editor: Editor, found: Found) -> tuple[Fix, ...]:
    """`0.0 * x` becomes `x`."""
    node = found.node
    if not isinstance(node, cst.BinaryOperation) or not isinstance(node.operator, cst.Multiply):
        return ()
    sides = [found.place(node.left), found.place(node.right)]
    zeros = [_is_zero(editor, side) for side in sides]
    if zeros[0] == zeros[1]:
        return ()
    whole, kept = found.place(node), sides[zeros[0]]
    text = editor.source[kept.start : whole.end] if zeros[0] else editor.source[whole.start : kept.end]
    enclosed = (node.right if zeros[0] else node.left).lpar
    text = f"({editor.text(kept)})" if enclosed else text
    return (Fix("Leave out the factor of zero", editor.replace(whole, text), "unsafe", True),)


def _is_zero(editor: Editor, place: Place) -> bool:
    text = editor.text(place)
    if not text.isidentifier():
        return re.fullmatch(ZERO, text) is not None
    bound = editor.only_binding(place, text)
    return bound is not None and re.fullmatch(rf"{text} = {ZERO}", editor.text(bound)) is not None
