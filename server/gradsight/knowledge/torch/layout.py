"""Order in memory: it decides which operations return their input itself, or a view of it, and which make a copy."""

from __future__ import annotations

from gradsight.domain.grad import Tri
from gradsight.domain.state import State
from gradsight.domain.values import NONE, Ref, Value
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.operators import short_name, tables
from gradsight.knowledge.torch.shapes import is_dense


def stays(state: State, name: str, value: Value, args: Args) -> Tri:
    """Whether an operation that may return its input does so."""
    tensor = state.tensor(value.id) if isinstance(value, Ref) else None
    if tensor is None or (len(args.positional) > 1 or args.keywords or args.more):
        return None
    short, dimensions = short_name(name), None if tensor.shape is None else len(tensor.shape)
    if short == "contiguous":
        return True if tensor.dense else None
    if short == "real" and tensor.dtype:
        return not tensor.dtype.startswith("complex")
    if short in MINIMUM and dimensions is not None:
        return dimensions == 1 if short == "flatten" else dimensions >= MINIMUM[short]
    return None


MINIMUM = {"flatten": 1, "atleast_1d": 1, "atleast_2d": 2, "atleast_3d": 3}
"""Operations that return a tensor of so many dimensions as it is."""


def surely_view(state: State, name: str, args: Args) -> bool:
    """Whether an operation that makes a view in some cases does so: of elements in order, no copy is needed."""
    return short_name(name) in IN_ORDER and bool(args.positional) and is_dense(state, args.positional[0])


def stays_dense(state: State, name: str, args: Args) -> bool:
    """Whether the elements of the result certainly lie in memory in order."""
    first, short = args.positional[0] if args.positional else NONE, short_name(name)
    if not is_dense(state, first) or "memory_format" in args.keywords:
        return False
    if short in IN_ORDER or short in ("contiguous", "clone"):
        return True
    return short in tables().elementwise and not any(isinstance(value, Ref) for value in args.all() if value != first)


IN_ORDER = (
    "view",
    "reshape",
    "flatten",
    "ravel",
    "unsqueeze",
    "squeeze",
    "detach",
    "view_as",
    "reshape_as",
    "unflatten",
)
"""Views of tensors in order that are in order too."""

RESHAPING = ("t", "transpose", "swapaxes", "swapdims", "squeeze", "unsqueeze", "resize", "resize_as", "as_strided")
"""Those whose in-place variant changes the shape of its tensor."""
