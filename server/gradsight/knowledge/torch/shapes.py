"""Shapes of values, as far as literal sizes tell them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import prod

from gradsight.domain.objects import Sequence, Shape, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import NONE, Literal, Plain, Ref, Slice, Tuple, Value, known_slice, literal

Sizes = tuple[int | None, ...]
"""A shape of which at least the number of dimensions is known."""


def shape_of(state: State, value: Value) -> Shape:
    """The shape of a tensor, or the one that `torch.tensor` gives nested lists of numbers; None if not known."""
    match value:
        case Ref(id):
            found = state.heap[id]
            if isinstance(found, Tensor):
                return found.shape
            return _nested(state, found.items) if isinstance(found, Sequence) and found.rest is None else None
        case Tuple(items=items):
            return _nested(state, items)
        case Literal(value=bool() | int() | float() | complex()) | Plain(kind="bool" | "int" | "float" | "number"):
            return ()
    return None


def _nested(state: State, items: tuple[Value, ...]) -> Shape:
    inner = {shape_of(state, item) for item in items}
    below = inner.pop() if len(inner) == 1 else None
    return (0,) if not items else None if below is None else (len(items), *below)


def items_of(state: State, value: Value | None) -> tuple[Value, ...] | None:
    """The items of a list or tuple that has no others."""
    found = state.heap.get(value.id) if isinstance(value, Ref) else value
    if isinstance(found, Tuple) or (isinstance(found, Sequence) and found.rest is None):
        return found.items
    return None


def sizes(state: State, values: tuple[Value, ...]) -> Shape:
    """Sizes that are given one by one or as one list; -1 counts as not known. None if their number is not known."""
    if len(values) == 1:
        listed = items_of(state, values[0])
        values = values if listed is None else listed
    if not all(isinstance(value, Literal | Plain) and value.kind in ("int", "number") for value in values):
        return None
    return tuple(map(_size, values))


def _size(value: Value) -> int | None:
    return value.value if isinstance(value, Literal) and isinstance(value.value, int) and value.value >= 0 else None


def as_value(shape: Sizes) -> Tuple:
    """`tensor.shape` as the program sees it."""
    return Tuple(tuple(Plain("int") if size is None else literal(size) for size in shape))


def count(shape: Shape) -> int | None:
    """The number of elements, if it is known."""
    if shape is None or None in shape:
        return None
    return prod(size for size in shape if size is not None)


def broadcast(shapes: Iterable[Shape]) -> Shape:
    """The shape to which these broadcast; what does not fit raises in torch and is not known here."""
    scalar: Shape = ()
    return reduce(_broadcast, shapes, scalar)


def _broadcast(one: Shape, other: Shape) -> Shape:
    if one is None or other is None:
        return None
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    padded = (1,) * (len(longer) - len(shorter)) + shorter
    return tuple(map(_wider, longer, padded))


def _wider(one: int | None, other: int | None) -> int | None:
    if one == 1 or one == other:
        return other
    if other == 1 or other is None:
        return one
    return other if one is None else None


def indexed(state: State, shape: Shape, index: Value) -> Shape:
    """The shape of `tensor[index]`."""
    parts = index.items if isinstance(index, Tuple) else (index,)
    if shape is None:
        return None
    if any(isinstance(part, Ref) for part in parts):
        return _chosen(state, shape, parts)
    left, result = list(shape), list[int | None]()
    for part in parts:
        if part == NONE:
            result.append(1)
            continue
        if not left:
            return None
        size = left.pop(0)
        if isinstance(part, Slice):
            result.append(_sliced(size, part))
        elif not isinstance(part, Literal | Plain) or part.kind != "int":
            return None
    return (*result, *left)


def _chosen(state: State, shape: Sizes, parts: tuple[Value, ...]) -> Shape:
    """By index tensors for the first dimensions, or by one mask."""
    tensors = [state.tensor(part.id) if isinstance(part, Ref) else None for part in parts]
    dtypes = {"" if tensor is None else tensor.dtype for tensor in tensors}
    chosen = broadcast(None if tensor is None else tensor.shape for tensor in tensors)
    if chosen is None or len(parts) > len(shape):
        return None
    if dtypes == {"bool"} and len(parts) == 1 and len(chosen) <= len(shape):
        return (None, *shape[len(chosen) :])
    return (*chosen, *shape[len(parts) :]) if dtypes <= {"int64", "int32"} else None


def _sliced(size: int | None, part: Slice) -> int | None:
    known = known_slice(part)
    if size is None or known is None or known.step == 0:
        return None
    return len(range(*known.indices(size)))


def is_dense(state: State, value: Value) -> bool:
    """Whether it certainly is a tensor whose elements lie in memory in order."""
    found = state.tensor(value.id) if isinstance(value, Ref) else None
    return found is not None and found.dense
