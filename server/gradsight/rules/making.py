"""The edit that makes a tensor a leaf where it is made."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gradsight.domain.events import GradRead, GradSeen, Held
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.why import Why
from gradsight.findings import Fix, Place
from gradsight.rules.context import Context
from gradsight.rules.walking import behind

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


def leaf_after(context: Context, tensor: Tensor) -> tuple[Fix, ...]:
    """`x.requires_grad_()` behind the statement that binds `x` to a tensor which is computed from constants only."""
    place = tensor.statement or tensor.why.place
    name = _bound(context, place)
    floating = not tensor.dtype or tensor.dtype.startswith(("float", "complex", "bfloat"))
    if not name or tensor.lost or tensor.states != Grad.CONSTANT or tensor.summary or not floating:
        return ()
    edits = context.editor(place).insert_after(place, f"{name}.requires_grad_()")
    return () if edits is None else (Fix(f"Ask for it: `{name}.requires_grad_()`", edits, "unsafe", True),)


def source_of(context: Context, whys: Iterable[Why]) -> tuple[Fix, ...]:
    """The same for what a root was computed from: the one tensor whose gradient is wanted, or the only one there is."""
    names = wanted_names(context)
    candidates: dict[Place, tuple[Fix, ...]] = {}
    wanted: dict[Place, tuple[Fix, ...]] = {}
    for place in {context.run.places.real(place) for why in whys for place in behind(why)}:
        seen = [each for each in context.seen(place) if isinstance(each, Tensor)]
        fixes = leaf_at_creation(context, seen[0]) if len(seen) == 1 else ()
        if fixes:
            candidates[place] = fixes
            if _bound(context, place) in names:
                wanted[place] = fixes
    chosen = wanted or ({} if names else candidates)
    return next(iter(chosen.values())) if len(chosen) == 1 else ()


def wanted_names(context: Context) -> set[str]:
    """What optimizers hold, and whose `.grad` is read, by name."""
    ids = {id for held in context.events(Held) for id in held.ids}
    ids |= {read.id for read in context.events(GradRead)} | {seen.id for seen in context.events(GradSeen)}
    return {context.name(id, "") for id in ids} - {""}


def _bound(context: Context, place: Place) -> str:
    """The name that is bound to what is made at a place."""
    editor = context.editor(place)
    whole = editor.statement(place)
    match = re.match(r"(\w+)\s*=[^=]", editor.text(whole)) if whole is not None else None
    return match.group(1) if match else ""
