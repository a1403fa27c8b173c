"""A call of a torch function that can be run again and again with fresh tensors."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass(slots=True)
class Call:
    """`names` are the parameter names of the positional values; those of a variable parameter repeat and begin with
    "*".
    """

    function: Callable[..., object]
    names: tuple[str, ...]
    positional: tuple[object, ...]
    keywords: dict[str, object] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """Arguments by parameter; those of a variable parameter as one list."""
        found: dict[str, object] = {name: [] for name in self.names if name.startswith("*")}
        for name, value in zip(self.names, self.positional, strict=True):
            if name.startswith("*"):
                found[name] = [*found[name], value]  # type: ignore[misc]
            else:
                found[name] = value
        return found | self.keywords

    def run(self, values: dict[str, object]) -> object:
        """Call the function with other values for the same parameters."""
        positional: list[object] = []
        for name in dict.fromkeys(self.names):
            positional.extend(values[name] if name.startswith("*") else [values[name]])  # type: ignore[call-overload]
        torch.default_generator.manual_seed(1)
        result = self.function(*positional, **{key: values[key] for key in self.keywords})
        if result is NotImplemented:
            raise TypeError("the operator does not take these operands")
        return list(result) if isinstance(result, Iterator) else result

    def with_keyword(self, name: str, value: object) -> Call:
        """The same call with one option given by keyword."""
        return Call(self.function, self.names, self.positional, self.keywords | {name: value})


def updating(method: Callable[..., object]) -> Callable[..., Tensor]:
    """A method that returns nothing, as a function that returns its updated tensor."""

    def run(tensor: Tensor, *positional: object) -> Tensor:
        method(tensor, *positional)
        return tensor

    return run


def tensors(value: object) -> Iterator[Tensor]:
    """The tensors in a value, through lists, tuples and dictionaries."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors(item)
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))


def can_require(tensor: Tensor) -> bool:
    return tensor.is_floating_point() or tensor.is_complex()


def remade(
    value: object, requires_grad: bool = False, leaves: list[Tensor] | None = None, leaf: bool = False
) -> object:
    """A copy with fresh tensors: plain ones, or non-leaves (or leaves) that require grad where they can."""
    if isinstance(value, Tensor):
        made = value.detach().clone()
        if not requires_grad or not can_require(made):
            return made
        made.requires_grad_(True)
        if leaves is not None:
            leaves.append(made)
        return made if leaf else made.clone()
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(remade(item, requires_grad, leaves, leaf) for item in value))
    if type(value) in (list, tuple):
        return type(value)(remade(item, requires_grad, leaves, leaf) for item in value)  # type: ignore[attr-defined]
    if isinstance(value, dict):
        return {key: remade(item, requires_grad, leaves, leaf) for key, item in value.items()}
    if isinstance(value, torch.nn.Module):
        return copy.deepcopy(value)
    return value


def transposed(value: object) -> object:
    """The value with its matrices laid out the other way."""
    if isinstance(value, Tensor) and value.layout is torch.strided and value.dim() > 1:
        return value.transpose(0, 1).clone(memory_format=torch.contiguous_format).transpose(0, 1)
    return value


def cast(value: object, dtype: torch.dtype) -> object:
    """The value with its floating tensors in another dtype."""
    if isinstance(value, Tensor):
        return value.detach().to(dtype) if can_require(value) else value
    if type(value) in (list, tuple):
        return type(value)(cast(item, dtype) for item in value)  # type: ignore[attr-defined]
    return value
