"""Reads the generated data files of the op table. Each is read once, on first use, and its rows are decoded one by one when asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final, TypeVar

import msgspec

FILES: Final = {"torch.Tensor.": "tensor", "torch.nn.functional.": "functional", "torch.": "torch"}

RowT = TypeVar("RowT")


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One signature as stored; `params` is "name:kind" joined by commas, "=" behind optional ones, "*" before keyword-only ones."""

    params: str = ""
    outputs: str = "?"
    fields: tuple[str, ...] = ()
    differentiable: tuple[str, ...] | None = None
    zero: tuple[str, ...] = ()
    zero_when: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    raises: bool = False
    view: bool = False
    multi_view: bool = False
    inplace: bool = False
    factory: bool = False
    returns_self: str = "never"
    saves: dict[str, tuple[str, ...]] = {}
    dtype: str = "?"


class File(msgspec.Struct, frozen=True):
    """A data file: rows stay undecoded until they are asked for."""

    torch: str
    rows: dict[str, msgspec.Raw]
    aliases: dict[str, str] = {}


@cache
def load(name: str) -> File:
    """The data file `name`.json of this package."""
    return msgspec.json.decode((files(__package__) / "data" / f"{name}.json").read_bytes(), type=File)


def file_of(name: str) -> File:
    """The data file that holds the op of this qualified name, if any does."""
    return load(next(file for prefix, file in FILES.items() if name.startswith(prefix)))


def find(file: File, name: str, shape: type[RowT]) -> RowT | None:
    """The decoded row of `name` in `file`."""
    raw = file.rows.get(name)
    return None if raw is None else msgspec.json.decode(raw, type=shape)
