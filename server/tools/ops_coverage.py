"""Which public names of torch have no row, and why not."""

from __future__ import annotations

import types
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib import import_module

from ops_names import Symbol, module_symbols, tensor_symbols
from ops_overlay import reason_left_out

import torch

#: Further public modules, whose classes the tables of layers, distributions and optimizers hold.
CLASS_MODULES = ("torch.nn", "torch.optim")
REASONS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (types.ModuleType, "a module"),
    (
        (torch.dtype, torch.layout, torch.memory_format, torch.qscheme, torch.device),
        "a constant that stands for a dtype, layout or memory format",
    ),
    ((bool, int, float, str, tuple, dict, list, set, type(None)), "a Python constant"),
    (
        type,
        "a class that is no layer, distribution or optimizer: behaviour, not a row",
    ),
)


def left_out(held: set[str]) -> dict[str, list[str]]:
    """The names that have no row, by the reason."""
    found: dict[str, list[str]] = defaultdict(list)
    for symbol in all_symbols():
        if symbol.name not in held:
            found[reason(symbol)].append(symbol.name)
    return {why: sorted(set(names)) for why, names in sorted(found.items())}


def all_symbols() -> Iterator[Symbol]:
    yield from module_symbols()
    yield from tensor_symbols()
    for module in CLASS_MODULES:
        yield from (
            Symbol(module, name, value)
            for name, value in vars(import_module(module)).items()
            if not name.startswith("_")
        )


def reason(symbol: Symbol) -> str:
    given = reason_left_out(symbol.name)
    if given is not None:
        return given
    if symbol.module == "torch.Tensor":
        return "Python's own object protocol, or another protocol than that of a tensor"
    return next(
        (text for kinds, text in REASONS if isinstance(symbol.value, kinds)),
        "an object that is neither a function nor a class",
    )


def summary(content: Mapping[str, list[str]]) -> Iterator[str]:
    """The lines that `--coverage` prints."""
    for why, names in content.items():
        yield f"{len(names)} left out: {why}"
        yield from (f"  {name}" for name in names)
