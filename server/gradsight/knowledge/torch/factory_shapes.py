"""The shape of a new tensor."""

from __future__ import annotations

from gradsight.domain.objects import Shape
from gradsight.domain.state import State
from gradsight.domain.values import Literal, Ref, Value
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.shapes import items_of, shape_of, sizes


def factory_shape(state: State, name: str, args: Args) -> Shape:
    """The shape that `torch.<name>` makes of these arguments; None if they do not tell."""
    values, size = args.positional, args.keywords.get("size")
    if name.endswith("_like"):
        return shape_of(state, values[0]) if values else None
    if args.more is not None:
        return None
    if size is not None:
        return sizes(state, (size,))
    if name in SIZED and len(values) > SIZED[name]:
        given = values[SIZED[name] :]
        return sizes(state, given[:1] if name in ("full", "new_full") else given)
    if name == "randint" and values and items_of(state, values[-1]) is not None:
        return sizes(state, values[-1:])
    return _line(name, values, args.keywords.get("steps"))


def _line(name: str, values: tuple[Value, ...], steps: Value | None) -> Shape:
    """Of numbers in a row, and of the identity."""
    numbers = [value.value if isinstance(value, Literal) and isinstance(value.value, int) else None for value in values]
    match name, numbers:
        case "arange" | "randperm", [int(end)] if end >= 0:
            return (end,)
        case "arange", [int(start), int(end)] if end >= start:
            return (end - start,)
        case "arange" | "randperm", _:
            return (None,)
        case "linspace" | "logspace", _ if values:
            count = steps if steps is not None else values[2] if len(values) > 2 else None
            return (count.value if isinstance(count, Literal) and isinstance(count.value, int) else None,)
        case "eye", [rows]:
            return (rows, rows)
        case "eye", [rows, columns]:
            return (rows, columns)
    return None


SIZED = {"rand": 0, "randn": 0, "zeros": 0, "ones": 0, "empty": 0, "full": 0, "new_zeros": 1, "new_ones": 1, "new_empty": 1,
         "new_full": 1}  # fmt: skip
"""Where the sizes begin among the arguments."""


def is_new_dense(state: State, name: str, args: Args) -> bool:
    """Whether the elements of what a factory makes certainly lie in memory in order; copies keep the order of the original."""
    if "memory_format" in args.keywords or name.endswith(("empty_strided", "empty_permuted")):
        return False
    copies = not name.rpartition(".")[2].startswith("new_") or name.endswith("new_tensor")
    return not (copies and any(isinstance(value, Ref) and state.tensor(value.id) for value in args.all()))
