"""Reads the generated data files of the op table. Each is read once, on first use, and its rows are decoded one by one
when asked for.
"""

from __future__ import annotations

from functools import cache
from pkgutil import get_data
from typing import Final, TypeVar

import msgspec

FILES: Final = {"torch.Tensor.": "tensor", "torch.nn.functional.": "functional", "torch.": "torch"}

RowT = TypeVar("RowT")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signature as stored; `params` is "name:kind" joined by commas, "=" behind optional ones, "*" before keyword-
    only ones.
    """

    params: str = ""
    outputs: str = "?"
    fields: tuple[str, ...] = ()
    differentiable: tuple[str, ...] | None = None
    zero: tuple[str, ...] = ()
    zero_when: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    raises: bool = False
    raises_for: tuple[str, ...] = ()
    view: bool = False
    maybe_view: bool = False
    multi_view: bool = False
    inplace: bool = False
    maybe_inplace: bool = False
    factory: bool = False
    returns_self: str = "never"
    saves: dict[str, tuple[str, ...]] = {}
    may_save: dict[str, tuple[str, ...]] = {}
    dtype: str = "?"


class LayerRow(msgspec.Struct, frozen=True):
    """One class of `torch.nn` as stored."""

    init: tuple[str, ...] = ()
    defaults: dict[str, bool | int | float | str | None] = {}
    parameters: tuple[tuple[str, str], ...] = ()
    buffers: tuple[tuple[str, str], ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    forward: tuple[str, ...] = ()
    outputs: str = "?"
    outputs_when: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    differentiable: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    saves: dict[str, tuple[str, ...]] = {}
    may_save: dict[str, tuple[str, ...]] = {}
    returns_self: str = "never"
    inplace: bool = False
    zero: bool = False


class DistributionRow(msgspec.Struct, frozen=True):
    """One class of `torch.distributions` as stored."""

    init: tuple[str, ...] = ()
    has_rsample: bool = False
    methods: dict[str, str] = {}
    follows: dict[str, tuple[str, ...]] = {}


class Meta(msgspec.Struct, frozen=True):
    """The torch release that the table was made from, and its optimizers."""

    torch: str
    optimizers: frozenset[str]
    aliases: dict[str, str]


class File(msgspec.Struct, frozen=True):
    """A data file: rows stay undecoded until they are asked for."""

    rows: dict[str, msgspec.Raw]
    aliases: dict[str, str] = {}


@cache
def load(name: str) -> File:
    """The data file `name`.json of this package."""
    return msgspec.json.decode(data(name), type=File)


@cache
def meta() -> Meta:
    """What is known of the table as a whole."""
    return msgspec.json.decode(data("meta"), type=Meta)


def data(name: str) -> bytes:
    """The bytes of one data file."""
    found = get_data(__name__, f"data/{name}.json")
    assert found is not None, f"{name}.json is part of the package"
    return found


def file_of(name: str) -> File:
    """The data file that holds the op of this qualified name, if any does."""
    return load(next(file for prefix, file in FILES.items() if name.startswith(prefix)))


def find(file: File, name: str, shape: type[RowT]) -> RowT | None:
    """The decoded row of `name` in `file`."""
    raw = file.rows.get(name)
    return None if raw is None else msgspec.json.decode(raw, type=shape)
