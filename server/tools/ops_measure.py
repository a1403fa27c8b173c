"""Runs one call under torch and records what it does to gradients: which outputs follow, which inputs reach them, what
is saved.

A call is a function and its arguments by parameter name; the tensors among them are made anew for every run.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

from ops_calls import Call, can_require, remade, tensors

import torch
from torch import Tensor

LEAF_ERRORS = ("a leaf Variable that requires grad", "a view of a leaf Variable that requires grad")
#: A gradient counts as identically zero if it is zero for the given values and for so many random ones.
RETRIES = 6


@dataclass(slots=True)
class Measured:
    """What one call did. Parameter names throughout; in `saves` also "result…" for outputs and "intermediate" for
    anything else.
    `zero` are the parameters whose gradient is zero, `empty` those whose gradient has no elements, which shows nothing.
    `plain_dtype` is the dtype that a call without tensors gives.
    `returns` is the argument that the call gives back, `returns_others` and `view_others` tell how that and `view`
    are for other dtypes and layouts.

    `outputs` is the notation of the table, with C for a floating result that does not require grad though an input
    does.
    `tensors` are the parameters that were given floating tensors, `others` those that were given only tensors of
    other dtypes.
    """

    outputs: str
    fields: tuple[str, ...] = ()
    tensors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    differentiable: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    zero: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    raises_for: set[str] = field(default_factory=set)
    view: bool = False
    multi_view: bool = False
    inplace: bool = False
    returns: str = ""
    saves: dict[str, set[str]] = field(default_factory=dict)
    dtypes: dict[torch.dtype, torch.dtype] = field(default_factory=dict)
    plain_dtype: torch.dtype | None = None
    returns_others: list[bool] = field(default_factory=list)
    view_others: list[bool] = field(default_factory=list)
    call: Call | None = None

    @property
    def raises(self) -> bool:
        """Whether backward raises for all inputs that are reached."""
        return bool(self.differentiable) and self.differentiable <= self.raises_for


def measure(call: Call, thorough: bool = True) -> Measured:
    """What the call does. Raises whatever torch raises where the call itself is wrong. Not `thorough`: only the
    results, no backward.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = call.values()
        tracked = [name for name, value in values.items() if any(can_require(t) for t in tensors(value))]
        found = results(call, values, accepted(call, values, tracked))
        found.tensors = tuple(tracked)
        found.others = tuple(
            name for name, value in values.items() if name not in tracked and any(True for _ in tensors(value))
        )
        if thorough:
            for name in tracked:
                alone(call, values, name, found)
            found.zero = {name for name in found.zero if vanishes(call, values, name)}
        return found


def accepted(call: Call, values: dict[str, object], tracked: list[str]) -> list[str]:
    """The parameters whose tensors may require grad: of some functions torch refuses that for one or another."""
    try:
        call.run({name: remade(value, name in tracked) for name, value in values.items()})
    except Exception:  # some refuse with a BufferError or a TypeError
        return [name for name in tracked if not refuses(call, values, name)]
    return tracked


def refuses(call: Call, values: dict[str, object], name: str) -> bool:
    try:
        call.run({key: remade(value, key == name) for key, value in values.items()})
    except Exception:  # some refuse with a BufferError or a TypeError
        return True
    return False


def results(call: Call, values: dict[str, object], tracked: list[str]) -> Measured:
    """What the results of the call are, all its inputs requiring grad where they can."""
    inputs = {name: remade(value, name in tracked) for name, value in values.items()}
    result = call.run(inputs)
    flat = list(tensors(result))
    found = Measured(pattern(result, bool(tracked)), namedtuple_fields(result), tuple(tracked))
    found.returns = given_back(inputs, result)
    found.view = bool(flat) and any(is_view_of(flat[0], t) for v in inputs.values() for t in tensors(v))
    found.multi_view = found.view and isinstance(result, tuple | list) and multi_output_view(flat[0])
    found.inplace = refuses_leaf(call, values, tracked)
    found.plain_dtype = flat[0].dtype if flat and not any(True for v in values.values() for _ in tensors(v)) else None
    return found


def given_back(inputs: dict[str, object], result: object) -> str:
    """The parameter whose argument is the very result, if any."""
    if not isinstance(result, Tensor):
        return ""
    return next(
        (n for n, v in inputs.items() if v is result or (n.startswith("*") and any(t is result for t in tensors(v)))),
        "",
    )


def alone(call: Call, values: dict[str, object], name: str, found: Measured) -> None:
    """Run with only the tensors of one parameter requiring grad, and note whether it is reached, and what is saved for
    it.
    """
    leaves: list[Tensor] = []
    inputs = {key: remade(value, key == name, leaves) for key, value in values.items()}
    saved: list[Tensor] = []
    try:
        with torch.autograd.graph.saved_tensors_hooks(lambda t: saved.append(t) or t, lambda t: t):
            result = call.run(inputs)
    except RuntimeError as error:
        if "in-place" not in str(error):
            found.refused.add(name)
        return
    flat = list(tensors(result))
    tracked = [t for t in flat if t.requires_grad]
    if not tracked:
        return
    found.differentiable.add(name)
    note_saved(found, name, saved, inputs, flat)
    try:
        gradients = torch.autograd.grad([total(t) for t in tracked], leaves, allow_unused=True)
    except RuntimeError as error:
        if "not implemented" in str(error) or "modified by an inplace operation" in str(error):
            found.raises_for.add(name)
        return
    reached = [g for g in gradients if g is not None]
    if not reached:
        found.differentiable.discard(name)
    elif not any(g.numel() for g in reached):
        found.empty.add(name)
    elif not any(count(g) for g in reached):
        found.zero.add(name)


def vanishes(call: Call, values: dict[str, object], name: str) -> bool:
    """Whether the gradient of a parameter is zero for other values too."""
    tried = 0
    for seed in range(RETRIES):
        leaves: list[Tensor] = []
        try:
            inputs = {
                key: remade(shaken(value, seed + 100 * index), key == name, leaves)
                for index, (key, value) in enumerate(values.items())
            }
            roots = [total(t) for t in tensors(call.run(inputs)) if t.requires_grad]
            gradients = torch.autograd.grad(roots, leaves, allow_unused=True) if roots else ()
        except RuntimeError:
            continue
        tried += bool(gradients)
        if any(g is not None and count(g) for g in gradients):
            return False
    return tried > 0


def shaken(value: object, seed: int) -> object:
    """The value with other numbers in its floating tensors: scaled, which keeps probabilities valid, or moved about."""
    if isinstance(value, Tensor):
        if not can_require(value) or value.layout is not torch.strided:
            return value
        if seed % 2 == 0:
            return value * (0.9 - 0.07 * (seed // 100) - 0.02 * (seed % 10))
        noise = torch.randn(value.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        return value + (noise * (1 + 4 * (seed % 4))).to(value.dtype)
    if type(value) in (list, tuple):
        return type(value)(shaken(item, seed + 10 * index) for index, item in enumerate(value))  # type: ignore[attr-defined]
    return value


def note_saved(
    found: Measured, trigger: str, saved: Sequence[Tensor], inputs: dict[str, object], outputs: Sequence[Tensor]
) -> None:
    """Name what autograd saved: a tensor shares its storage, and so its version, with the input or output it was."""
    owners = {storage(t): result_name(i, len(outputs), found.fields) for i, t in enumerate(outputs) if not t._is_view()}
    owners |= {storage(t): name for name, value in inputs.items() for t in tensors(value)}
    if found.inplace:
        owners |= {storage(t): "result" for t in outputs}
    for tensor in saved:
        if tensor.numel():
            found.saves.setdefault(owners.get(storage(tensor), "intermediate"), set()).add(trigger)


def storage(tensor: Tensor) -> int:
    if tensor.layout is torch.sparse_coo:
        tensor = tensor.detach()._values()
    elif tensor.layout is not torch.strided:
        tensor = tensor.detach().values()
    return tensor.untyped_storage()._cdata


def refuses_leaf(call: Call, values: dict[str, object], tracked: Sequence[str]) -> bool:
    """Whether the call raises because it writes into a leaf that requires grad."""
    for name in tracked:
        try:
            call.run({key: remade(value, key == name, leaf=True) for key, value in values.items()})
        except RuntimeError as error:
            if any(text in str(error) for text in LEAF_ERRORS):
                return True
    return False


def pattern(result: object, tracked: bool) -> str:
    """The notation of the table for a result: D, N or C for a tensor, P for a Python value, (…) for a tuple, L… for a
    list.
    """
    if isinstance(result, Tensor):
        return "D" if result.requires_grad else "C" if tracked and can_require(result) else "N"
    if isinstance(result, tuple) and any(True for _ in tensors(result)):
        return f"({','.join(pattern(item, tracked) for item in result)})"
    if isinstance(result, list) and any(True for _ in tensors(result)):
        inner = {pattern(item, tracked) for item in result}
        return "L" + inner.pop() if len(inner) == 1 else "L?"
    return "P"


def namedtuple_fields(result: object) -> tuple[str, ...]:
    if not isinstance(result, tuple) or type(result) in (tuple, torch.Size):
        return ()
    names = getattr(result, "_fields", None) or [
        name for name in dir(result) if not name.startswith(("_", "n_")) and name not in ("count", "index")
    ]
    order = {id(value): position for position, value in enumerate(result)}
    return tuple(sorted(names, key=lambda name: order.get(id(getattr(result, name)), 0)))


def result_name(index: int, size: int, fields: Sequence[str]) -> str:
    return "result" if size == 1 else fields[index] if index < len(fields) else f"result{index}"


def is_view_of(result: Tensor, source: Tensor) -> bool:
    base = result._base if result._is_view() else None
    return base is not None and (base is source or base is source._base)


def multi_output_view(output: Tensor) -> bool:
    try:
        output.mul_(1)
    except RuntimeError as error:
        return "is a view and is being modified inplace" in str(error)
    return False


def count(gradient: Tensor) -> bool:
    dense = gradient if gradient.layout is torch.strided else gradient.to_dense()
    return bool(dense.count_nonzero())


def total(tensor: Tensor) -> Tensor:
    """A real scalar with a gradient for each element: weights keep sums such as that of a softmax from vanishing."""
    dense = tensor.to_dense() if tensor.layout is not torch.strided else tensor
    flat = torch.view_as_real(dense.resolve_conj()) if dense.is_complex() else dense
    weights = torch.rand(flat.shape, generator=torch.Generator().manual_seed(7), dtype=torch.float64) + 0.5
    return (flat * weights.to(flat.dtype)).sum()
