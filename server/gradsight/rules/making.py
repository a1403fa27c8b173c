"""The edit that makes a tensor a leaf where it is made."""

from __future__ import annotations

from gradsight.domain.objects import Tensor
from gradsight.findings import Fix
from gradsight.rules.context import Context

FLOAT_FACTORIES = (
    *["rand", "randn", "ones", "zeros", "tensor", "full", "linspace", "empty", "eye", "normal"],
    *["rand_like", "randn_like", "ones_like", "zeros_like", "full_like"],
)


def leaf_at_creation(context: Context, tensor: Tensor) -> tuple[Fix, ...]:
    """`requires_grad=True` for a floating tensor that a factory makes; nothing for one that is computed."""
    place = tensor.why.place
    editor = context.editor(place)
    callee = editor.text(place).split("(")[0].rpartition(".")[2]
    if callee not in FLOAT_FACTORIES or tensor.lost or not tensor.dtype.startswith(("float", "complex", "bfloat")):
        return ()
    edits = editor.set_keyword(place, "requires_grad", "True")
    return () if edits is None else (Fix("Make it with `requires_grad=True`", edits, "unsafe", True),)
