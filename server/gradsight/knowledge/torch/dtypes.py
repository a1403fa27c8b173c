"""Dtypes, as far as they decide whether a tensor can require grad and whether a conversion changes anything."""

from __future__ import annotations

from gradsight.domain.objects import Sequence, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import Choice, Library, Literal, Plain, Ref, Tuple, Value
from gradsight.knowledge.torch.table import Op

ORDER = (
    "bool",
    "uint8",
    "int8",
    "int16",
    "int32",
    "int64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "complex64",
    "complex128",
)
ALIASES = {
    "float": "float32", "double": "float64", "half": "float16", "int": "int32", "long": "int64", "short": "int16",
    "cfloat": "complex64", "cdouble": "complex128",
}  # fmt: skip
TYPES = {
    "FloatTensor": "float32", "DoubleTensor": "float64", "HalfTensor": "float16", "LongTensor": "int64",
    "IntTensor": "int32", "BoolTensor": "bool", "ByteTensor": "uint8", "ShortTensor": "int16", "CharTensor": "int8",
}  # fmt: skip
FLOATING = ("float16", "bfloat16", "float32", "float64", "complex64", "complex128")
DEFAULT = "float32"


def dtype_named(value: Value | None) -> str:
    """The dtype that an argument names; empty if it is not known."""
    if isinstance(value, Library):
        name = value.name.rpartition(".")[2]
        name = ALIASES.get(name, TYPES.get(name, name))
        if value.name == "builtins.float":
            return DEFAULT
        if value.name in ("builtins.int", "builtins.bool"):
            return "int64" if value.name.endswith("int") else "bool"
        return name if name in ORDER else ""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return TYPES.get(value.value.rpartition(".")[2], "")
    return ""


def dtype_of(state: State, value: Value) -> str:
    """The dtype of a tensor, or the one that `torch.tensor` gives a Python value; empty if not known."""
    match value:
        case Ref(id):
            found = state.heap[id]
            if isinstance(found, Tensor):
                return found.dtype
            if isinstance(found, Sequence):
                return _of_items(state, (*found.items, *(() if found.rest is None else (found.rest,))))
        case Tuple(items=items):
            return _of_items(state, items)
        case Literal(kind=kind) | Plain(kind=kind):
            return {"bool": "bool", "int": "int64", "float": DEFAULT, "complex": "complex64"}.get(kind, "")
        case Choice(options=members):
            found_types = {dtype_of(state, member) for member in members}
            return found_types.pop() if len(found_types) == 1 else ""
    return ""


def _of_items(state: State, items: tuple[Value, ...]) -> str:
    if not items:
        return DEFAULT
    return promoted([dtype_of(state, item) for item in items])


def promoted(dtypes: list[str]) -> str:
    """The dtype that holds all of these; empty if one is not known."""
    if not dtypes or "" in dtypes:
        return ""
    if {"float16", "bfloat16"} <= set(dtypes):
        return DEFAULT
    return max(dtypes, key=ORDER.index)


def result_dtype(state: State, op: Op, pairs: list[tuple[str, Value]]) -> str:
    """The dtype of an operation's result; empty if not known."""
    named = next((dtype_named(value) for name, value in pairs if name == "dtype"), "")
    if named:
        return named
    if op.dtype in ("same", "?", "float"):
        common = _common(state, pairs)
        if op.dtype == "float" and common and common not in FLOATING:
            return DEFAULT
        return common if op.dtype != "?" else (common if common in FLOATING else "")
    return op.dtype if op.dtype in ORDER else ""


def _common(state: State, pairs: list[tuple[str, Value]]) -> str:
    """Tensors decide; a Python number counts only by its category."""
    tensors = [dtype_of(state, value) for _, value in pairs if _has_tensor(state, value)]
    result = promoted(tensors)
    if not result:
        return ""
    for _, value in pairs:
        if isinstance(value, Literal | Plain) and value.kind in ("float", "complex") and result not in FLOATING:
            return DEFAULT
        if not isinstance(value, Literal | Plain | Ref | Tuple | Library) and result not in FLOATING:
            return ""
    return result


def _has_tensor(state: State, value: Value) -> bool:
    match value:
        case Ref(id):
            found = state.heap[id]
            return isinstance(found, Tensor) or (
                isinstance(found, Sequence) and any(_has_tensor(state, v) for v in found.items)
            )
        case Tuple(items=items):
            return any(_has_tensor(state, item) for item in items)
        case Choice(options=members):
            return any(_has_tensor(state, member) for member in members)
    return False
