"""The rows of functions, methods and properties: what torch declares of each public name, and what its runs show."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from ops_calls import updating
from ops_child import in_children
from ops_measure import Measured
from ops_names import (
    BOUND,
    Symbol,
    defined_as,
    is_function,
    is_method,
    is_property,
    is_python,
    module_symbols,
    python_parameters,
    tensor_symbols,
)
from ops_overlay import may_run, only_own, overlaid, reason_left_out
from ops_rows import by_flags, joined
from ops_runs import RUNS, sampled, telling, working
from ops_samples import expression_samples, made_calls, operator_names, operator_samples
from ops_schema import Signature, bound_by_hand, bound_functions
from ops_stubs import declared_output, operator_signature, stub_attribute, stub_signatures

import torch

#: What torch's files and a run can both tell.
COMPARED = ("outputs", "fields", "zero", "backward_raises", "view", "multi_view", "inplace")


@dataclass(slots=True)
class Entry:
    """A function with its declared signatures and, for each of them, the runs."""

    symbol: Symbol
    function: Callable[..., object]
    signatures: list[Signature]
    runs: list[list[Measured]] = field(default_factory=list)


def op_table() -> tuple[dict[str, list[Signature]], dict[str, str]]:
    """The rows by canonical name, and the other public names of the same functions."""
    aliases = op_symbols()[1]
    entries = ran()
    rows = {}
    for name, entry in entries.items():
        pairs = zip(entry.signatures, entry.runs, strict=True)
        rows[name] = overlaid(
            name, [row for signature, seen in pairs for row in by_flags(entry.function, signature, telling(seen))]
        )
    return rows, {alias: name for alias, name in aliases.items() if name in rows}


@cache
def ran() -> dict[str, Entry]:
    """All functions with their runs."""
    entries = op_entries(op_symbols()[0])
    run(entries)
    return entries


def disagreements() -> Iterator[tuple[str, str]]:
    """Functions with a derivative formula, and in which field of their rows a run contradicts torch's files."""
    for name, entry in ran().items():
        for signature, seen in zip(entry.signatures, map(telling, entry.runs), strict=True):
            found = joined(signature, seen)
            for field_name in COMPARED if signature.known and seen else ():
                if getattr(signature, field_name) != getattr(found, field_name):
                    yield name, field_name


def op_symbols() -> tuple[dict[str, Symbol], dict[str, str]]:
    """The public names by the canonical one, and the aliases."""
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
    for name, symbol in symbols.items():
        aliases.setdefault(defined_as(symbol.value), name)
    for symbol in tensor_symbols():
        if is_method(symbol.value) or is_property(symbol.value):
            symbols[symbol.name] = symbol
    return symbols, {
        alias: name for alias, name in aliases.items() if alias.startswith("torch.") and alias not in symbols
    }


def op_entries(symbols: Mapping[str, Symbol]) -> dict[str, Entry]:
    bound, operators = bound_functions(), operator_names()
    kept = {name: symbol for name, symbol in symbols.items() if reason_left_out(name) is None}
    return {name: Entry(symbol, caller(symbol), declared(symbol, bound, operators)) for name, symbol in kept.items()}


def declared(
    symbol: Symbol, bound: Mapping[tuple[str, str], list[Signature]], operators: Mapping[str, str]
) -> list[Signature]:
    """The signatures that torch declares: in Python source, in its schemas, or in its stub files for what is bound by
    hand.
    """
    namespace = BOUND.get(symbol.module, "")
    if is_property(symbol.value):
        return [Signature(["self:T"], declared_output(stub_attribute(symbol.attribute) or "?"))]
    if is_python(symbol.value) and (params := python_parameters(symbol.value)) is not None:
        return [Signature(["self:T", *params[1:]] if namespace == "Tensor" else params, "?")]
    name = operators.get(symbol.attribute, symbol.attribute) if namespace == "Tensor" else symbol.attribute
    own_name = getattr(symbol.value, "__name__", name)
    keys = ((namespace, name), *((space, n) for n in (own_name, name) for space in (namespace, "nn", "torch")))
    natural = (
        bound.get((namespace, name))
        if namespace == "Tensor"
        else next((bound[key] for key in keys if key in bound), None)
    )
    stubs = stub_signatures(namespace, symbol.attribute)
    if stubs and (natural is None or bound_by_hand(symbol.attribute)):
        return stubs
    fallback = [Signature(["self:T", "*arguments:?="], "?")] if namespace == "Tensor" else [Signature([], "?")]
    return natural or operator_signature(symbol.attribute) or fallback


def caller(symbol: Symbol) -> Callable[..., object]:
    if is_property(symbol.value):
        return operator.attrgetter(symbol.attribute)
    if symbol.attribute == "__setitem__":
        return updating(torch.Tensor.__setitem__)
    return getattr(torch.Tensor, symbol.attribute) if symbol.module == "torch.Tensor" else symbol.value  # type: ignore[return-value]


def run(entries: Mapping[str, Entry]) -> None:
    """Run every signature of every function of tensors with torch's samples, and where it has none with made
    arguments.
    """
    samples = operator_samples({id(entry.symbol.value): name for name, entry in entries.items()})
    made: list[tuple[Entry, int]] = []
    for name, entry in entries.items():
        entry.runs = [[] for _ in entry.signatures]
        if worth_running(entry.signatures) and may_run(name):
            own = expression_samples(name)
            entry.runs = sampled(
                entry.function, entry.signatures, own + ([] if own and only_own(name) else samples.get(name, []))
            )
            made += [(entry, index) for index, seen in enumerate(entry.runs) if not seen]
    works = [
        lambda e=entry, i=index: list(islice(working(made_calls(e.function, e.signatures[i].params)), RUNS - 1))
        for entry, index in made
    ]
    for (entry, index), seen in zip(made, in_children(works, []), strict=True):
        entry.runs[index] = seen


def worth_running(signatures: list[Signature]) -> bool:
    """Functions that may take tensors or make them; the others set or read torch's own state."""
    return any(s.factory or f":{kind}" in entry for s in signatures for entry in s.params for kind in "TLt?")
