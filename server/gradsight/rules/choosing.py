"""Edits for `argmax`: the choice by weights that have a derivative, or the index that is to be expected."""

from __future__ import annotations

import re

import libcst as cst

from gradsight.edits import Editor, Edits
from gradsight.findings import Edit, Fix, Place
from gradsight.locate import Found
from gradsight.rules.using import (
    bound_name,
    cast_around,
    compared,
    computed_with,
    enclosed,
    hoisted,
    in_numbers,
    keyword,
    loads,
    parts,
    simple,
    up,
)

SOFT, HARD = "Choose by softmax weights", "Choose one by `gumbel_softmax`, which has a gradient"


def of_index(editor: Editor, found: Found) -> tuple[Fix, ...]:
    """What stands in the place of an `argmax` over one dimension; empty for anything else."""
    name, arguments = parts(editor, found)
    if name == "max":
        return _of_pair(editor, found)
    dim = keyword(editor, found, "dim") or (editor.text(arguments[1]) if len(arguments) == 2 else "")
    if name != "argmax" or not arguments or not re.fullmatch(r"-?\d+", dim) or keyword(editor, found, "keepdim"):
        return ()
    scores = arguments[0]
    return (
        _logits(editor, found, scores)
        or _one_hot(editor, found, scores, dim)
        or _looked_up(editor, found, scores, dim)
        or _right(editor, found, scores, dim)
        or _expected(editor, found, scores, dim)
    )


def _of_pair(editor: Editor, found: Found) -> tuple[Fix, ...]:
    """`_, index = torch.max(x, 1)`: the index to be expected, where the value is not used and the index computed with."""
    statement = found.around[-1] if found.around else None
    target = statement.targets[0].target if isinstance(statement, cst.Assign) and len(statement.targets) == 1 else None
    _, arguments = parts(editor, found)
    if not isinstance(statement, cst.Assign) or not isinstance(target, cst.Tuple) or len(arguments) != 2:
        return ()
    names = [element.value.value for element in target.elements if isinstance(element.value, cst.Name)]
    dim = editor.text(arguments[1])
    if len(names) != 2 or not re.fullmatch(r"-?\d+", dim) or any(loads(editor, found, names[0])):
        return ()
    used = list(loads(editor, found, names[1]))
    named = (
        hoisted(editor, found, arguments[0], "scores") if used and all(computed_with(editor, u) for u in used) else None
    )
    if named is None:
        return ()
    before, x = named
    edits = (*before, Edit(found.place(statement), f"{names[1]} = {_mean_index(x, dim)}"))
    return (Fix("Take the expected index (soft argmax)", edits, "unsafe", True),)


def _mean_index(x: str, dim: str) -> str:
    weights = f"{x}.softmax({dim})" + ("" if dim == "-1" else f".movedim({dim}, -1)")
    return f"{weights} @ torch.arange({x}.shape[{dim}], dtype={x}.dtype, device={x}.device)"


def _logits(editor: Editor, found: Found, scores: Place) -> tuple[Fix, ...]:
    """Cross entropy takes the scores themselves."""
    whole = cast_around(found)
    used = list(loads(editor, whole, bound_name(whole))) if bound_name(whole) else [whole]
    if len(used) != 1 or not _in_cross_entropy(editor, cast_around(used[0])):
        return ()
    edits = [Edit(whole.place(whole.node), editor.text(scores))]
    if used[0] is not whole and cast_around(used[0]).node is not used[0].node:
        cast = cast_around(used[0])
        edits.append(Edit(cast.place(cast.node), bound_name(whole)))
    return (Fix("Pass the scores themselves", tuple(edits), "unsafe", True),)


def _in_cross_entropy(editor: Editor, found: Found) -> bool:
    call = found.around[-2] if len(found.around) > 1 and isinstance(found.around[-1], cst.Arg) else None
    if not isinstance(call, cst.Call) or call.args[0] is not found.around[-1]:
        return False
    callee = editor.text(found.place(call.func))
    made = rf"\b{re.escape(callee.rpartition('.')[2])}\b[^=\n]*=[^=\n]*CrossEntropyLoss\("
    return callee.endswith("cross_entropy") or re.search(made, editor.source) is not None


def functional(editor: Editor) -> str:
    """How this module spells `torch.nn.functional`, with the dot behind it."""
    if re.search(
        r"^\s*import torch\.nn\.functional as F\b|^\s*from torch\.nn import functional as F\b", editor.source, re.M
    ):
        return "F."
    return editor.nn("functional.")


def _weights(editor: Editor, scores: Place, dim: str) -> tuple[tuple[str, str], ...]:
    """Titles and texts of weights over a dimension that stand for a choice, best first."""
    text, library = editor.text(scores), functional(editor)
    return (
        (HARD, f"{library}gumbel_softmax({text}, hard=True, dim={dim})"),
        (SOFT, f"{library}softmax({text}, dim={dim})"),
    )


def _ranked(editor: Editor, scores: Place, dim: str, place: Place, also: Edits = ()) -> tuple[Fix, ...]:
    return tuple(
        Fix(title, (Edit(place, text), *also), "unsafe", not index)
        for index, (title, text) in enumerate(_weights(editor, scores, dim))
    )


def _one_hot(editor: Editor, found: Found, scores: Place, dim: str) -> tuple[Fix, ...]:
    """`F.one_hot(x.argmax(-1), n).float()`: the weights are what it would be."""
    call = up(found, 2) if len(found.around) > 1 and isinstance(found.around[-1], cst.Arg) else None
    if call is None or parts(editor, call)[0] != "one_hot" or dim not in ("-1", "1"):
        return ()
    whole = cast_around(call)
    return _ranked(editor, scores, dim, whole.place(whole.node))


def _looked_up(editor: Editor, found: Found, scores: Place, dim: str) -> tuple[Fix, ...]:
    """A row of a table: the rows are mixed by the weights."""
    name = bound_name(found)
    used = list(loads(editor, found, name)) if name else []
    mixed = _mixture(editor, used[0], name) if len(used) == 1 and dim in ("-1", "1") else None
    return () if mixed is None else _ranked(editor, scores, dim, found.place(found.node), (mixed,))


def _mixture(editor: Editor, used: Found, name: str) -> Edit | None:
    """`table[name]` and `embedding(name)` as a product."""
    if len(used.around) > 2 and isinstance(used.around[-1], cst.Index) and isinstance(used.around[-3], cst.Subscript):
        table = used.around[-3]
        return (
            Edit(used.place(table), _product(up(used, 3), name, editor.text(used.place(table.value))))
            if _only(table)
            else None
        )
    call = used.around[-2] if len(used.around) > 1 and isinstance(used.around[-1], cst.Arg) else None
    callee = editor.text(used.place(call.func)) if isinstance(call, cst.Call) and len(call.args) == 1 else ""
    made = rf"\b{re.escape(callee.rpartition('.')[2])}\b[^=\n]*=[^=\n]*Embedding\("
    if call is None or not callee or re.search(made, editor.source) is None:
        return None
    return Edit(used.place(call), _product(up(used, 2), name, f"{callee}.weight"))


def _product(found: Found, name: str, table: str) -> str:
    return enclosed(found, f"{name} @ {table}")


def _only(table: cst.Subscript) -> bool:
    return len(table.slice) == 1


def _right(editor: Editor, found: Found, scores: Place, dim: str) -> tuple[Fix, ...]:
    """`(x.argmax(1) == y).float()`, how often it is right, becomes the probability of being right."""
    match = compared(editor, cast_around(found))
    if match is None:
        return ()
    whole, target, same = match
    right = f"{_receiver(editor, scores)}.softmax({dim}).gather({dim}, {target}.unsqueeze({dim})).squeeze({dim})"
    edits = editor.replace(whole.place(whole.node), right if same else enclosed(whole, f"1 - {right}"))
    return (Fix("Take the probability of the right class", edits, "unsafe", True),)


def _receiver(editor: Editor, place: Place) -> str:
    return editor.text(place) if simple(editor, place, calls=True) else f"({editor.text(place)})"


def _expected(editor: Editor, found: Found, scores: Place, dim: str) -> tuple[Fix, ...]:
    """The mean of all indices, weighted by softmax, where the index is computed with."""
    whole = cast_around(found)
    named = hoisted(editor, found, scores, "scores") if in_numbers(editor, whole) else None
    if named is None:
        return ()
    before, x = named
    edits = (*before, Edit(whole.place(whole.node), enclosed(whole, _mean_index(x, dim))))
    return (Fix("Take the expected index (soft argmax)", edits, "unsafe", True),)
