"""Generates the op table of `gradsight.knowledge.torch` from the installed torch. Run it with the Python that has torch.

`generate_ops.py` writes the data files, `--check` compares them, `--coverage` prints what is left out and why.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from pathlib import Path

import torch
from ops_distributions import distribution_rows
from ops_layers import layer_rows
from ops_names import BOUND, Symbol, is_function, is_method, is_property, is_python, module_symbols, python_parameters, tensor_symbols
from ops_rows import by_flags, joined, runs
from ops_samples import Value, operator_names, operator_samples
from ops_schema import Signature, bound_by_hand, bound_functions
from ops_stubs import declared_output, stub_attribute, stub_signatures

DATA = Path(__file__).parents[1] / "gradsight/knowledge/torch/data"

Row = dict[str, object]


def main() -> None:
    for name, text in files().items():
        (DATA / name).write_text(text, encoding="utf-8")


def files() -> dict[str, str]:
    """The content of every data file by its name. The same torch gives the same bytes."""
    torch.set_num_threads(1)
    rows, aliases = op_rows()
    content: dict[str, object] = {}
    for prefix, file in (("torch.Tensor.", "tensor"), ("torch.nn.functional.", "functional"), ("torch.", "torch")):
        content[file] = {
            "rows": {name: rows.pop(name) for name in sorted(rows) if name.startswith(prefix)},
            "aliases": {alias: aliases.pop(alias) for alias in sorted(aliases) if alias.startswith(prefix)},
        }
    content["layers"] = {"rows": layer_rows()}
    content["distributions"] = {"rows": distribution_rows()}
    content["meta"] = {"torch": torch.__version__.partition("+")[0], "optimizers": optimizers()}
    return {f"{name}.json": json.dumps(value, separators=(",", ":")) + "\n" for name, value in content.items()}


def optimizers() -> list[str]:
    classes = {name: value for name, value in vars(torch.optim).items() if isinstance(value, type)}
    return sorted(f"torch.optim.{name}" for name, cls in classes.items() if issubclass(cls, torch.optim.Optimizer))


def op_rows() -> tuple[dict[str, list[Row]], dict[str, str]]:
    """The rows by canonical name, and the other public names of the same functions."""
    symbols, aliases = op_symbols()
    owners = {id(symbol.value): name for name, symbol in symbols.items()}
    samples = operator_samples(owners)
    bound = bound_functions()
    operators = operator_names()
    rows = {name: rows_of(symbol, declared(symbol, bound, operators), samples.get(name, [])) for name, symbol in symbols.items()}
    return rows, aliases


def op_symbols() -> tuple[dict[str, Symbol], dict[str, str]]:
    symbols: dict[str, Symbol] = {}
    aliases: dict[str, str] = {}
    owners: dict[int, str] = {}
    for symbol in module_symbols():
        if is_function(symbol.value):
            owner = owners.setdefault(id(symbol.value), symbol.name)
            if owner == symbol.name:
                symbols[owner] = symbol
            else:
                aliases[symbol.name] = owner
    for symbol in tensor_symbols():
        if is_method(symbol.value) or is_property(symbol.value):
            symbols[symbol.name] = symbol
    return symbols, aliases


def declared(
    symbol: Symbol, bound: Mapping[tuple[str, str], list[Signature]], operators: Mapping[str, str]
) -> list[Signature]:
    """The signatures that torch declares: in Python source, in its schemas, or in its stub files for what is bound by hand."""
    namespace = BOUND.get(symbol.module, "")
    if is_property(symbol.value):
        return [Signature(["self:T"], declared_output(stub_attribute(symbol.attribute) or "?"))]
    if is_python(symbol.value) and (params := python_parameters(symbol.value)) is not None:
        return [Signature(["self:T", *params[1:]] if namespace == "Tensor" else params, "?")]
    name = operators.get(symbol.attribute, symbol.attribute) if namespace == "Tensor" else symbol.attribute
    natural = bound.get((namespace, name)) or (bound.get(("torch", name)) if namespace == "nn" else None)
    by_hand = bound_by_hand(symbol.attribute) or (namespace == "Tensor" and name == symbol.attribute and natural is None)
    stubs = stub_signatures(namespace, symbol.attribute)
    return stubs if stubs and (by_hand or natural is None) else natural or stubs or [Signature([], "?")]


def rows_of(symbol: Symbol, signatures: list[Signature], samples: list[Value]) -> list[Row]:
    function = caller(symbol)
    loose = [s for s in signatures if s.outputs == "?"]
    measured = runs(function, signatures, samples, bool(loose)) if runnable(symbol, signatures) else [[] for _ in signatures]
    rows: list[Signature] = []
    for signature, seen in zip(signatures, measured, strict=True):
        rows += by_flags(function, signature, seen) if signature.outputs == "?" else [joined(signature, seen)]
    return [as_row(row) for row in rows]


def runnable(symbol: Symbol, signatures: list[Signature]) -> bool:
    """Functions of tensors; the others set or read torch's own state."""
    return any(":T" in entry or ":L" in entry or ":t" in entry or ":?" in entry for s in signatures for entry in s.params)


def caller(symbol: Symbol) -> Callable[..., object]:
    if is_property(symbol.value):
        return operator.attrgetter(symbol.attribute)
    return getattr(torch.Tensor, symbol.attribute) if symbol.module == "torch.Tensor" else symbol.value  # type: ignore[return-value]


def as_row(s: Signature) -> Row:
    """The row as stored: whatever has its ordinary value is left out."""
    optional: Row = {
        "fields": s.fields,
        "differentiable": s.differentiable,
        "zero": s.zero,
        "zero_when": s.zero_when,
        "refuses": s.refuses,
        "raises": s.backward_raises,
        "view": s.view,
        "multi_view": s.multi_view,
        "inplace": s.inplace,
        "factory": s.factory,
        "returns_self": "" if s.returns_self == "never" else s.returns_self,
        "saves": s.saves,
        "dtype": "" if s.dtype == "?" else s.dtype,
    }
    return {"params": ",".join(s.params), "outputs": s.outputs} | {k: v for k, v in optional.items() if v not in (None, False, "", [], {})}


if __name__ == "__main__":
    main()
