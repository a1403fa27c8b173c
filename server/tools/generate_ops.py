"""Generates the op table of `gradsight.knowledge.torch` from the installed torch. Run it with the Python that has torch.

`generate_ops.py` writes the data files, `--check` compares them, `--coverage` prints what is left out and why.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from ops_names import BOUND, Symbol, is_function, is_method, is_property, is_python, module_symbols, python_parameters, tensor_symbols
from ops_schema import Signature, bound_functions

DATA = Path(__file__).parents[1] / "gradsight/knowledge/torch/data"

Row = dict[str, object]


def main() -> None:
    bound = bound_functions()
    rows: dict[str, list[Row]] = {}
    aliases: dict[str, str] = {}
    owners: dict[int, str] = {}
    for symbol in module_symbols():
        if not is_function(symbol.value):
            continue
        owner = owners.setdefault(id(symbol.value), symbol.name)
        if owner != symbol.name:
            aliases[symbol.name] = owner
            continue
        rows[symbol.name] = function_rows(symbol, bound)
    for symbol in tensor_symbols():
        if is_method(symbol.value) or is_property(symbol.value):
            rows[symbol.name] = function_rows(symbol, bound)
    write(rows, aliases)


def function_rows(symbol: Symbol, bound: dict[tuple[str, str], list[Signature]]) -> list[Row]:
    if is_python(symbol.value):
        try:
            return [{"params": ",".join(python_parameters(symbol.value))}]
        except ValueError:
            return [{}]
    signatures = bound.get((BOUND.get(symbol.module, ""), symbol.attribute))
    if signatures is None and symbol.module == "torch.nn.functional":
        signatures = bound.get(("torch", symbol.attribute))
    return [row(s) for s in signatures] if signatures else [{}]


def row(s: Signature) -> Row:
    made: Row = {"params": ",".join(s.params), "outputs": s.outputs}
    optional: Row = {
        "fields": s.fields,
        "differentiable": s.differentiable,
        "zero": s.zero,
        "raises": s.backward_raises,
        "view": s.view,
        "multi_view": s.multi_view,
        "inplace": s.inplace,
        "factory": s.factory,
        "saves": s.saves,
    }
    return made | {key: value for key, value in optional.items() if value not in (None, False, [], {})}


def write(rows: dict[str, list[Row]], aliases: dict[str, str]) -> None:
    for prefix, file in (("torch.Tensor.", "tensor"), ("torch.nn.functional.", "functional"), ("torch.", "torch")):
        mine = {name: rows.pop(name) for name in sorted(rows) if name.startswith(prefix)}
        content = {
            "torch": torch.__version__.partition("+")[0],
            "rows": mine,
            "aliases": {a: aliases.pop(a) for a in sorted(aliases) if a.startswith(prefix)},
        }
        (DATA / f"{file}.json").write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
