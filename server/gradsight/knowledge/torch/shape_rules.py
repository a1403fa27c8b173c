"""The shape of what an operation returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from typing import TypeAlias

from gradsight.domain.merge import join_shapes
from gradsight.domain.objects import Shape
from gradsight.domain.state import State
from gradsight.domain.values import NONE, Literal, Ref, Tuple, Value, literal
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.loss_shapes import loss_shape
from gradsight.knowledge.torch.operators import short_name, tables
from gradsight.knowledge.torch.shapes import broadcast, count, items_of, shape_of, sizes
from gradsight.knowledge.torch.table import op


@dataclass(frozen=True, slots=True)
class Operands:
    """The arguments of an operation; `shape` is that of the first."""

    state: State
    shape: Shape
    args: Args

    def value(self, index: int, *names: str) -> Value | None:
        """The argument at a position or under one of these names."""
        given = next((self.args.keywords[name] for name in names if name in self.args.keywords), None)
        return self.args.positional[index] if given is None and index < len(self.args.positional) else given

    def shape_at(self, index: int, *names: str) -> Shape:
        value = self.value(index, *names)
        return None if value is None else shape_of(self.state, value)

    def dims(self, value: Value, more: int = 0) -> tuple[int, ...] | None:
        """Dimensions, one or a list, as indices that are not negative."""
        listed = items_of(self.state, value)
        known = [self.dim(each, more) for each in ((value,) if listed is None else listed)]
        return None if None in known else tuple(each for each in known if each is not None)

    def dim(self, value: Value | None, more: int = 0) -> int | None:
        total = None if self.shape is None else len(self.shape) + more
        if total and isinstance(value, Literal) and value.kind == "int" and isinstance(value.value, int):
            return value.value % total if -total <= value.value < total else None
        return None


Rule: TypeAlias = Callable[[Operands], Shape]


def result_shape(state: State, name: str, args: Args) -> Shape:
    """The shape of what an operation of that qualified name returns; None if not known."""
    rule = _rule(name)
    if rule is None or args.more is not None or not args.positional or "out" in args.keywords:
        return None
    return rule(Operands(state, shape_of(state, args.positional[0]), args))


@cache
def _rule(name: str) -> Rule | None:
    short, found = short_name(name), op(name)
    if short in RULES:
        return RULES[short]
    if found is not None and "reduction" in found.params:
        return _loss(short.rpartition(".")[2], found.params)
    return _elementwise if short in tables().elementwise else None


def _kept(operands: Operands) -> Shape:
    return operands.shape


def _elementwise(operands: Operands) -> Shape:
    """Of tensors and numbers; where a list is given, it may say something of dimensions."""
    values = (*operands.args.positional, *operands.args.keywords.values())
    return broadcast(shape_of(operands.state, value) for value in values if not _is_option(value))


def _is_option(value: Value) -> bool:
    return isinstance(value, Literal) and value.kind in ("NoneType", "str", "bool")


def _loss(name: str, params: tuple[str, ...]) -> Rule:
    """Losses are averaged or summed unless they are told not to."""

    def rule(operands: Operands) -> Shape:
        given = {**dict(zip(params, operands.args.positional, strict=False)), **operands.args.keywords}
        target = given.get("target")
        reduction = given.get("reduction", literal("mean"))
        if any(given.get(old, NONE) != NONE for old in ("reduce", "size_average")):
            return None
        return loss_shape(name, operands.shape, None if target is None else shape_of(operands.state, target), reduction)

    return rule


def _reduced(at: int) -> Rule:
    """Reductions whose `dim` is the argument at that position, followed by `keepdim`."""

    def rule(operands: Operands) -> Shape:
        dim = operands.value(at, "dim", "axis")
        keep = operands.value(at + 1, "keepdim", "keepdims") or literal(False)
        if dim is None or dim == NONE:
            return () if keep == literal(False) else None
        if isinstance(dim, Ref) and operands.state.tensor(dim.id) is not None:
            return broadcast((operands.shape, shape_of(operands.state, dim)))
        dims = operands.dims(dim)
        if operands.shape is None or not dims or keep not in (literal(False), literal(True)):
            return None
        kept = {literal(True): [1], literal(False): list[int]()}[keep]
        return tuple(each for index, size in enumerate(operands.shape) for each in (kept if index in dims else [size]))

    return rule


def _spread(operands: Operands) -> Shape:
    """`std` and `var`: the second argument may be `unbiased`, and `keepdim` comes after it."""
    if any(isinstance(value, Literal) and value.kind == "bool" for value in operands.args.positional):
        return () if len(operands.args.positional) == 2 and not operands.args.keywords else None
    return _reduced(1)(operands) if len(operands.args.positional) < 3 else None


def _viewed(operands: Operands) -> Shape:
    listed = operands.args.keywords.get("shape")
    given = operands.args.positional[1:] if listed is None else (listed,)
    wanted = sizes(operands.state, given) if given else None
    total = count(operands.shape)
    if wanted is None or wanted.count(None) != 1 or total is None:
        return wanted
    rest = count(tuple(size for size in wanted if size is not None))
    return tuple(total // rest if size is None and rest else size for size in wanted)


def _like_other(operands: Operands) -> Shape:
    return operands.shape_at(1, "other", "index")


def _unsqueezed(operands: Operands) -> Shape:
    at = operands.dim(operands.value(1, "dim"), 1)
    shape = operands.shape
    return None if shape is None or at is None else (*shape[:at], 1, *shape[at:])


def _squeezed(operands: Operands) -> Shape:
    shape, value = operands.shape, operands.value(1, "dim")
    if shape is None or None in shape:
        return None
    dims = tuple(range(len(shape))) if value is None else operands.dims(value)
    return None if dims is None else tuple(size for i, size in enumerate(shape) if size != 1 or i not in dims)


def _transposed(operands: Operands) -> Shape:
    one, other = operands.value(1, "dim0", "axis0"), operands.value(2, "dim1", "axis1")
    at = None if one is None or other is None else operands.dims(Tuple((one, other)))
    return _swapped(operands.shape, at)


def _swapped(shape: Shape, at: tuple[int, ...] | None) -> Shape:
    if shape is None or not at:
        return None
    order = {at[0]: at[1], at[1]: at[0]}
    return tuple(shape[order.get(index, index)] for index in range(len(shape)))


def _last_two(operands: Operands) -> Shape:
    shape = operands.shape
    return shape if shape is None or len(shape) < 2 else _swapped(shape, (len(shape) - 2, len(shape) - 1))


def _reversed(operands: Operands) -> Shape:
    return None if operands.shape is None else operands.shape[::-1]


def _permuted(operands: Operands) -> Shape:
    given = operands.args.keywords.get("dims")
    values = operands.args.positional[1:] if given is None else (given,)
    listed = items_of(operands.state, values[0]) if len(values) == 1 else values
    dims = None if listed is None else operands.dims(Tuple(listed))
    shape = operands.shape
    return None if shape is None or dims is None or len(dims) != len(shape) else tuple(shape[dim] for dim in dims)


def _expanded(operands: Operands) -> Shape:
    """-1 keeps a size."""
    wanted = sizes(operands.state, operands.args.positional[1:]) if operands.args.positional[1:] else None
    shape = operands.shape
    if wanted is None or shape is None or len(shape) > len(wanted):
        return wanted
    old = (None,) * (len(wanted) - len(shape)) + shape
    return tuple(new if new is not None else size if size != 1 else None for new, size in zip(wanted, old, strict=True))


def _product(operands: Operands) -> Shape:
    one, other = operands.shape, operands.shape_at(1, "other", "mat2", "vec", "tensor")
    if not one or not other:
        return None
    if len(one) == 1 or len(other) == 1:
        return (*one[:-1], *other[1:]) if len(other) < 3 else (*other[:-2], other[-1])
    batch = broadcast((one[:-2], other[:-2]))
    return None if batch is None else (*batch, one[-2], other[-1])


def _linear(operands: Operands) -> Shape:
    weight = operands.shape_at(1, "weight")
    return None if not operands.shape or not weight or len(weight) != 2 else (*operands.shape[:-1], weight[0])


def _flattened(operands: Operands) -> Shape:
    return flat(operands.shape, operands, operands.value(1, "start_dim"), operands.value(2, "end_dim"))


def flat(shape: Shape, operands: Operands, start: Value | None, end: Value | None) -> Shape:
    """The shape with the dimensions from `start` to `end`, 0 and the last if None, made one."""
    if shape is None:
        return None
    if not shape:
        return (1,)
    first = 0 if start is None else operands.dim(start)
    last = len(shape) - 1 if end is None else operands.dim(end)
    return (
        None if first is None or last is None else (*shape[:first], count(shape[first : last + 1]), *shape[last + 1 :])
    )


def _stacked(operands: Operands) -> Shape:
    parts, inner = _parts(operands)
    operands = Operands(operands.state, inner, operands.args)
    at = operands.dim(operands.value(1, "dim") or literal(0), 1)
    return None if inner is None or at is None else (*inner[:at], len(parts), *inner[at:])


def _joined(operands: Operands) -> Shape:
    """`cat` adds up the sizes along one dimension."""
    parts, inner = _parts(operands)
    operands = Operands(operands.state, inner, operands.args)
    at = operands.dim(operands.value(1, "dim", "axis") or literal(0))
    if inner is None or at is None:
        return None
    along = [shape[at] for shape in parts if shape is not None]
    total = None if None in along else sum(size for size in along if size is not None)
    return (*inner[:at], total, *inner[at + 1 :])


def _parts(operands: Operands) -> tuple[list[Shape], Shape]:
    """The shapes of the tensors in a list, and what they agree on."""
    items = items_of(operands.state, operands.args.positional[0]) or ()
    parts = [shape_of(operands.state, item) if isinstance(item, Ref) else None for item in items]
    return parts, reduce(join_shapes, parts) if parts else None


def _embedded(operands: Operands) -> Shape:
    weight = operands.shape_at(1, "weight")
    return None if operands.shape is None or not weight else (*operands.shape, weight[-1])


RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("sum", "nansum", "mean", "nanmean", "prod", "argmax", "argmin", "amax", "amin", "all", "any",
                     "logsumexp", "min", "max", "median", "count_nonzero"), _reduced(1)),
    **dict.fromkeys(("norm", "linalg.norm", "linalg.vector_norm"), _reduced(2)),
    **dict.fromkeys(("std", "var"), _spread),
    **dict.fromkeys(("view", "reshape", "resize"), _viewed),
    **dict.fromkeys(("view_as", "reshape_as", "expand_as"), _like_other),
    "gather": lambda operands: operands.shape_at(2, "index"),
    **dict.fromkeys(("transpose", "swapaxes", "swapdims"), _transposed),
    **dict.fromkeys(("t", "mT"), _last_two),
    "T": _reversed,
    "permute": _permuted,
    **dict.fromkeys(("expand", "broadcast_to"), _expanded),
    **dict.fromkeys(("matmul", "mm", "mv", "bmm", "dot", "vdot"), _product),
    **dict.fromkeys(("flatten", "ravel"), _flattened),
    **dict.fromkeys(("softmax", "log_softmax", "nn.functional.softmax", "nn.functional.log_softmax", "clone", "contiguous",
                     "cumsum", "cumprod", "detach", "relu", "nn.functional.gelu", "nn.functional.leaky_relu", "sort", "flip", "roll",
                     "nn.functional.layer_norm", "nn.functional.normalize", "nn.functional.softmin"),
                    _kept),
    **dict.fromkeys(("clamp", "clip", "masked_fill", "where"), _elementwise),
    "unsqueeze": _unsqueezed,
    "squeeze": _squeezed,
    "nn.functional.linear": _linear,
    "nn.functional.embedding": _embedded,
    "stack": _stacked,
    **dict.fromkeys(("cat", "concat", "concatenate"), _joined),
}  # fmt: skip
