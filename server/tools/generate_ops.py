"""Generates the op table of `gradsight.knowledge.torch` from the installed torch. Run it with the Python that has
torch.

`generate_ops.py` writes the data files, `--check` compares them, `--coverage` prints what is left out and why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path

from ops_coverage import left_out, summary
from ops_distributions import distribution_rows
from ops_layers import layer_rows
from ops_names import defined_as
from ops_schema import Signature
from ops_table import op_table

import torch

DATA = Path(__file__).parents[1] / "gradsight/knowledge/torch/data"

PREFIXES = (("torch.Tensor.", "tensor"), ("torch.nn.functional.", "functional"), ("torch.", "torch"))

Row = dict[str, object]


def main() -> None:
    """Write, check or explain."""
    if "--coverage" in sys.argv:
        print("\n".join(summary(json.loads((DATA / "left_out.json").read_text(encoding="utf-8")))))
        return
    stale = [
        name
        for name, text in files().items()
        if not (DATA / name).exists() or (DATA / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(stale)}" if stale else 0)
    for name, text in files().items():
        (DATA / name).write_text(text, encoding="utf-8")


@cache
def files() -> dict[str, str]:
    """The content of every data file by its name. The same torch gives the same bytes."""
    torch.set_num_threads(1)
    table, aliases = op_table()
    rows = {name: [as_row(row) for row in signatures] for name, signatures in table.items()}
    classes = {"layers": layer_rows(), "distributions": distribution_rows()}
    held = {*rows, *aliases, *classes["layers"], *classes["distributions"], *optimizers()}
    content: dict[str, object] = {
        name: {"rows": held_rows, "aliases": class_aliases(held_rows)} for name, held_rows in classes.items()
    }
    for prefix, file in PREFIXES:
        content[file] = {
            "rows": {name: rows.pop(name) for name in sorted(rows) if name.startswith(prefix)},
            "aliases": {alias: aliases.pop(alias) for alias in sorted(aliases) if alias.startswith(prefix)},
        }
    content["meta"] = {
        "torch": torch.__version__.partition("+")[0],
        "optimizers": optimizers(),
        "aliases": class_aliases(optimizers()),
    }
    content["left_out"] = left_out(held)
    return {f"{name}.json": json.dumps(value, separators=(",", ":")) + "\n" for name, value in content.items()}


def class_aliases(rows: Iterable[str]) -> dict[str, str]:
    """The public names of classes by where they are defined."""
    named = (
        (defined_as(getattr(import_module(name.rpartition(".")[0]), name.rpartition(".")[2])), name) for name in rows
    )
    return {alias: name for alias, name in named if alias != name}


def optimizers() -> list[str]:
    classes = {name: value for name, value in vars(torch.optim).items() if isinstance(value, type)}
    return sorted(f"torch.optim.{name}" for name, cls in classes.items() if issubclass(cls, torch.optim.Optimizer))


def as_row(s: Signature) -> Row:
    """The row as stored: whatever has its ordinary value is left out."""
    optional: Row = {
        "fields": s.fields,
        "differentiable": s.differentiable,
        "zero": s.zero,
        "zero_when": s.zero_when,
        "refuses": s.refuses,
        "raises": s.backward_raises,
        "raises_for": s.raises_for,
        "view": s.view,
        "maybe_view": s.maybe_view,
        "multi_view": s.multi_view,
        "inplace": s.inplace,
        "maybe_inplace": s.maybe_inplace,
        "factory": s.factory,
        "returns_self": "" if s.returns_self == "never" else s.returns_self,
        "saves": s.saves,
        "may_save": s.may_save,
        "dtype": "" if s.dtype == "?" else s.dtype,
    }
    return {"params": ",".join(s.params), "outputs": s.outputs} | {
        k: v for k, v in optional.items() if v not in (None, False, "", [], {})
    }


if __name__ == "__main__":
    main()
