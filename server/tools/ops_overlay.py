"""The overlay: what is said by hand of functions that cannot be derived or run, and what is left out of the table,
each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import tomllib
from ops_schema import Signature

#: Fields of stored rows that are called otherwise in `Signature`.
FIELDS = {"raises": "backward_raises"}


@dataclass(frozen=True, slots=True)
class Override:
    """One entry of the overlay."""

    names: tuple[str, ...]
    reason: str
    set: dict[str, object] = field(default_factory=dict)
    rows: tuple[dict[str, object], ...] = ()
    run: bool = True
    samples: str = ""
    fields: tuple[str, ...] = ()

    def concerns(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.names)


@cache
def overrides(section: str) -> tuple[Override, ...]:
    """The entries of a section: "overlay", "disagreement" or "left_out"."""
    content = tomllib.loads((Path(__file__).parent / "overlay.toml").read_text(encoding="utf-8"))
    return tuple(
        Override(**{k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}) for entry in content[section]
    )


def reason_left_out(name: str) -> str | None:
    return next((entry.reason for entry in overrides("left_out") if entry.concerns(name)), None)


def explained(name: str, field_name: str) -> bool:
    """Whether the overlay tells why a run of this function contradicts what torch's files say of it."""
    return any(field_name in entry.fields for entry in overrides("disagreement") if entry.concerns(name))


def may_run(name: str) -> bool:
    return all(entry.run for entry in overrides("overlay") if entry.concerns(name))


def only_own(name: str) -> bool:
    """Whether torch's own samples must not be used for this function."""
    return any(entry.samples == "own" for entry in overrides("overlay") if entry.concerns(name))


def overlaid(name: str, rows: list[Signature]) -> list[Signature]:
    """The rows with what the overlay says of them."""
    for entry in overrides("overlay"):
        if entry.concerns(name):
            rows = [signature(row) for row in entry.rows] or rows
            rows = [replace(row, **{FIELDS.get(key, key): value for key, value in entry.set.items()}) for row in rows]
    return rows


def signature(row: dict[str, object]) -> Signature:
    values = {FIELDS.get(key, key): value for key, value in row.items()}
    values["params"] = str(row["params"]).split(",")
    return Signature(**values)  # type: ignore[arg-type]
