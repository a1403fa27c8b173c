"""Joins what torch's files declare of a function with what running it shows. Where the two differ, the run is right.

Of a function with a derivative formula the files say everything about inputs and saved tensors; of one that is
composed of others
(most Python functions, many bound ones) they are silent, and the run decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace

from ops_measure import Measured
from ops_names import dispatched
from ops_runs import zero_in_all
from ops_schema import Signature

import torch
from gradsight.knowledge.torch.select import formals

#: What a factory makes unless told otherwise.
DEFAULT = {torch.float32: "default", torch.complex64: "complex"}


def joined(signature: Signature, measured: Sequence[Measured]) -> Signature:
    """The signature with what the runs add or correct."""
    if not measured:
        return signature
    tracked = any(m.tensors for m in measured)
    made = replace(signature, outputs=joined_outputs(signature.outputs, [m.outputs for m in measured]))
    if any(entry.startswith("*") and len(entry) > 1 for entry in signature.params):
        made.outputs = as_list(made.outputs)
    made.fields = list(measured[0].fields) or signature.fields
    first = signature.params[0].partition(":")[0] if signature.params else ""
    writes = [m.inplace for m in measured if first in m.tensors]
    made.inplace = all(writes) if writes else signature.inplace
    made.maybe_inplace = not made.inplace and any(writes)
    views = [m.view for m in measured] + [view for m in measured for view in m.view_others]
    made.view = all(views) and not signature.inplace
    made.maybe_view = not made.view and not signature.inplace and any(views)
    made.multi_view = made.view and any(m.multi_view for m in measured)
    made.returns_self = returned(measured)
    made.dtype = "arg" if any(entry.endswith(":d") for entry in signature.params) else dtype_rule(measured)
    made.factory |= made.outputs == "N" and "requires_grad:b" in ",".join(signature.params)
    made.refuses = sorted(
        {name for m in measured for name in m.refused if all(name in n.refused for n in measured if name in n.tensors)}
    )
    if tracked:
        join_gradients(made, signature, measured)
    made.backward_raises &= "D" in made.outputs
    made.raises_for = [] if made.backward_raises or "D" not in made.outputs else made.raises_for
    return made


def join_gradients(made: Signature, signature: Signature, measured: Sequence[Measured]) -> None:
    """Inputs that are reached, zero gradients, saved tensors, and whether backward works at all."""
    reached = {name for m in measured for name in m.differentiable}
    tried = {name for m in measured for name in (*m.tensors, *m.others)}
    untried = {
        name
        for name, kind in zip(*formals(signature.params)[:2], strict=True)
        if kind[:1] in ("T", "L", "t") and name not in tried
    }
    declared = set(signature.differentiable or untried) - {"out"}
    made.differentiable = sorted(reached | (untried & declared)) if "D" in made.outputs else None
    made.raises_for = sorted({name for m in measured for name in m.raises_for})
    made.backward_raises = "D" in made.outputs and all(m.raises for m in measured)
    made_up = signature.known and not any(m.call for m in measured)
    zero = set(signature.zero) if made_up else zero_in_all(measured)
    made.zero = sorted(zero | ({name for name in signature.zero if name not in reached} if signature.known else set()))
    if any(entry.startswith("rounding_mode:") for entry in signature.params) and made.zero:
        made.zero, made.zero_when = [], ["rounding_mode"]
    if not signature.known:
        made.saves, made.may_save = joined_saves(measured)


def joined_saves(measured: Sequence[Measured]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What is saved, and for whose gradient, in every run that shows it, and what only in some."""
    pairs = {(name, trigger) for m in measured for name, triggers in m.saves.items() for trigger in triggers}
    always: dict[str, list[str]] = {}
    sometimes: dict[str, list[str]] = {}
    for name, trigger in sorted(pairs):
        showing = [
            m
            for m in measured
            if trigger in m.differentiable and (name in (*m.tensors, *m.others) or not_a_parameter(name, measured))
        ]
        certain = all(trigger in m.saves.get(name, ()) for m in showing)
        (always if certain else sometimes).setdefault(name, []).append(trigger)
    return always, sometimes


def not_a_parameter(name: str, measured: Sequence[Measured]) -> bool:
    return not any(name in (*m.tensors, *m.others) for m in measured)


def joined_outputs(declared: str, seen: Sequence[str]) -> str:
    """One notation for what several runs gave: D beside N where a dtype decides, a list where lengths differ, "?"
    where runs disagree.
    """
    patterns = sorted(set(seen))
    if declared.startswith("L") and all(set(p) <= set("(,)LDNC") for p in patterns):
        letters = {c for p in patterns for c in p if c in "DNC"}
        return "L" + letter(letters)
    if all(len(p) == 1 for p in patterns):
        return letter(set(patterns))
    parts = [p[1:-1].split(",") if p.startswith("(") and "(" not in p[1:] else None for p in patterns]
    if None in parts:
        return patterns[0].replace("C", "N") if len(patterns) == 1 else "?"
    if len({len(p) for p in parts if p}) == 1:
        return f"({','.join(letter(set(column)) for column in zip(*[p for p in parts if p], strict=True))})"
    letters = {c for p in parts if p for c in p}
    return "L" + letter(letters) if len(letters) == 1 else "?"


def as_list(outputs: str) -> str:
    """A tuple as long as the number of arguments is a list of any length."""
    letters = set(outputs[1:-1].split(",")) if outputs.startswith("(") else set()
    return "L" + letters.pop() if len(letters) == 1 else outputs


def letter(seen: set[str]) -> str:
    if seen <= {"D", "N"}:
        return "D" if "D" in seen else "N"
    if seen <= {"N", "C"}:
        return "N"
    return seen.pop() if len(seen) == 1 else "?"


def returned(measured: Sequence[Measured]) -> str:
    """ "always", "sometimes" or "never": whether the result is one of the arguments itself."""
    given = [bool(m.returns) for m in measured] + [other for m in measured for other in m.returns_others]
    return "always" if all(given) else "sometimes" if any(given) else "never"


def dtype_rule(measured: Sequence[Measured]) -> str:
    """How the result's dtype follows from that of the inputs, or what a factory makes."""
    made = {m.plain_dtype for m in measured if m.plain_dtype}
    if made:
        return DEFAULT.get(next(iter(made)), named(*made)) if len(made) == 1 else "?"
    results: dict[torch.dtype, set[torch.dtype]] = {}
    for m in measured:
        for given, result in m.dtypes.items():
            results.setdefault(given, set()).add(result)
    if not results or any(len(found) > 1 for found in results.values()):
        return "?"
    return rule_of({given: found.pop() for given, found in results.items()})


def rule_of(dtypes: dict[torch.dtype, torch.dtype]) -> str:
    """The rule in one word for the dtype of the result by that of the inputs."""
    floating = {given: result for given, result in dtypes.items() if given.is_floating_point}
    whole = dtypes.get(torch.int64, torch.int64)
    if all(given == result for given, result in floating.items()) and whole in (torch.int64, torch.float32):
        return "same" if whole is torch.int64 else "float"
    if all(result.is_complex for result in dtypes.values()):
        return "complex"
    return named(*dtypes.values()) if len(set(dtypes.values())) == 1 else "?"


def named(dtype: torch.dtype, *_: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def by_flags(
    function: Callable[..., object], signature: Signature, measured: Sequence[Measured], depth: int = 3
) -> list[Signature]:
    """One signature per value of the flags that decide what the function gives back, if such flags explain what the
    runs gave.
    """
    if "inplace:b=" in signature.params:
        rows = by_flag(function, signature, measured, "inplace", depth)
        if rows:
            return rows
    whole = joined(signature, measured)
    if not measured or "?" not in signature.outputs or "?" not in whole.outputs or depth == 0:
        return [whole]
    names, kinds, _ = formals(signature.params)
    splits = [
        by_flag(function, signature, measured, name, depth)
        for name, kind in zip(names, kinds, strict=True)
        if kind[:1] == "b"
    ]
    return min((rows for rows in splits if rows), key=len, default=[whole])


def by_flag(
    function: Callable[..., object], signature: Signature, measured: Sequence[Measured], name: str, depth: int
) -> list[Signature]:
    """The signatures for the two values of one flag; empty if it explains nothing."""
    rows: list[Signature] = []
    for value in (False, True):
        group = [m for m in measured if flag(function, m, name) is value]
        fixed_flag = replace(signature, params=fixed(signature.params, function, name, value))
        rows += by_flags(function, fixed_flag, group, depth - 1) if group else [replace(signature, outputs="?")]
    return [] if any("?" in row.outputs for row in rows) else rows


def flag(function: Callable[..., object], measured: Measured, name: str) -> object:
    values = measured.call.values() if measured.call else {}
    return values.get(name, default(function, name))


def default(function: Callable[..., object], name: str) -> object:
    try:
        value = inspect.signature(dispatched(function)).parameters[name].default
    except (ValueError, TypeError, KeyError):
        return False
    return value


def fixed(params: Sequence[str], function: Callable[..., object], name: str, value: bool) -> list[str]:
    """The parameters with one flag that is known to be set or not; "=" stays where that is its default."""
    optional = "=" if default(function, name) is value else ""
    return [f"{name}:b{int(value)}{optional}" if entry.startswith(f"{name}:") else entry for entry in params]
