"""Joins what torch's files declare of a function with what running it shows. Where the two differ, the run is right.

Of a function with a derivative formula the files say everything about inputs and saved tensors; of one that is composed of others
(most Python functions, many bound ones) they are silent, and the run decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

import torch
from ops_calls import Call, can_require, cast, tensors
from ops_child import in_child
from ops_measure import Measured, measure
from ops_samples import Value, bind, choose, flagged, made_calls, split
from ops_schema import Signature

#: Runs per signature, those that torch's samples give before those that are made.
RUNS = 3
DTYPES = (torch.float32, torch.float64, torch.complex64)


def runs(function: Callable[..., object], signatures: Sequence[Signature], samples: Sequence[Value], python: bool) -> list[list[Measured]]:
    """What happened in a few runs of each signature."""
    found: list[list[Measured]] = [[] for _ in signatures]
    formals = [s.params for s in signatures]
    for sample in samples:
        index = choose(formals, sample)
        if index is not None and len(found[index]) < RUNS:
            found[index] += attempt(bind(function, formals[index], sample))
    for index, signature in enumerate(formals):
        if not found[index]:
            found[index] = in_child(lambda s=signature: list(islice(working(made_calls(function, s)), RUNS - 1)), [])
        elif python and found[index][0].call:
            found[index] += [m for call in flagged(found[index][0].call, signature) for m in attempt(call)]
    return [telling(measured) for measured in found]


def attempt(call: Call) -> list[Measured]:
    """One run with what it showed, or nothing if the arguments do not fit."""
    try:
        found = measure(call)
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return []
    found.call = call
    found.dtypes = dict(result_dtypes(call))
    return [found]


def working(calls: Iterator[Call]) -> Iterator[Measured]:
    for call in calls:
        for found in attempt(call):
            found.call = None
            yield found


def telling(measured: list[Measured]) -> list[Measured]:
    """Only the runs with an input that could require grad, if there are any."""
    return [m for m in measured if m.tensors] or measured


def result_dtypes(call: Call) -> Iterator[tuple[torch.dtype, torch.dtype]]:
    """The dtype of the first result per dtype of the floating inputs."""
    values = call.values()
    floating = any(can_require(t) for v in values.values() for t in tensors(v))
    for dtype in DTYPES if floating else ():
        try:
            result = next(tensors(call.run({name: cast(v, dtype) for name, v in values.items()})), None)
        except Exception:  # this dtype is not for that function
            continue
        if result is not None:
            yield dtype, result.dtype


def joined(signature: Signature, measured: Sequence[Measured]) -> Signature:
    """The signature with what the runs add or correct."""
    if not measured:
        return signature
    tracked = any(m.tensors for m in measured)
    made = replace(signature, outputs=joined_outputs(signature.outputs, [m.outputs for m in measured]))
    made.fields = list(measured[0].fields) or signature.fields
    made.inplace = any(m.inplace for m in measured)
    made.view = all(m.view for m in measured) and not signature.inplace
    made.multi_view = made.view and any(m.multi_view for m in measured)
    made.returns_self = returned(measured)
    made.dtype = dtype_rule(measured)
    made.refuses = sorted({name for m in measured for name in m.refused})
    if tracked:
        join_gradients(made, signature, measured)
    return made


def join_gradients(made: Signature, signature: Signature, measured: Sequence[Measured]) -> None:
    """Inputs that are reached, zero gradients, saved tensors, and whether backward works at all."""
    reached = {name for m in measured for name in m.differentiable}
    tried = {name for m in measured for name in (*m.tensors, *m.others)}
    untried = {name for name, kind in zip(*split(signature.params)[:2], strict=True) if kind[:1] in ("T", "L", "t") and name not in tried}
    declared = set(signature.differentiable or untried) - {"out"}
    made.differentiable = sorted(reached | (untried & declared)) if "D" in made.outputs else None
    made.backward_raises = "D" in made.outputs and all(m.raises for m in measured)
    zero = {name for name in reached if all(name in m.zero for m in measured if name in m.differentiable)}
    made.zero = sorted(zero | ({name for name in signature.zero if name not in reached} if signature.known else set()))
    if not signature.known:
        saves: dict[str, set[str]] = {}
        for m in measured:
            for name, triggers in m.saves.items():
                saves.setdefault(name, set()).update(triggers)
        made.saves = {name: sorted(triggers) for name, triggers in sorted(saves.items())}


def joined_outputs(declared: str, seen: Sequence[str]) -> str:
    """One notation for what several runs gave: D beside N where a dtype decides, a list where lengths differ, "?" where runs disagree."""
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


def letter(seen: set[str]) -> str:
    if seen <= {"D", "N"}:
        return "D" if "D" in seen else "N"
    if seen <= {"N", "C"}:
        return "N"
    return seen.pop() if len(seen) == 1 else "?"


def returned(measured: Sequence[Measured]) -> str:
    """ "always", "sometimes" or "never": whether the result is one of the arguments itself."""
    if any(m.inplace for m in measured) or all(m.returns for m in measured):
        return "always"
    return "sometimes" if any(m.returns for m in measured) else "never"


def dtype_rule(measured: Sequence[Measured]) -> str:
    """How the result's dtype follows from that of the floating inputs."""
    rules = {rule_of(m.dtypes) for m in measured if m.dtypes}
    return rules.pop() if len(rules) == 1 else "?"


def rule_of(dtypes: dict[torch.dtype, torch.dtype]) -> str:
    results = set(dtypes.values())
    real = {given: result for given, result in dtypes.items() if not given.is_complex}
    if all(given == result for given, result in real.items()):
        return "same"
    if all(result.is_complex for result in results):
        return "complex"
    return str(results.pop()).removeprefix("torch.") if len(results) == 1 else "?"


def by_flags(function: Callable[..., object], signature: Signature, measured: Sequence[Measured], depth: int = 2) -> list[Signature]:
    """One signature per value of the flags that decide what the function gives back, if such flags explain what the runs gave."""
    whole = joined(signature, measured)
    if not measured or whole.outputs != "?" or depth == 0:
        return [whole]
    names, kinds, _ = split(signature.params)
    for name, kind in zip(names, kinds, strict=True):
        groups = {value: [m for m in measured if flag(function, m, name) is value] for value in (False, True)}
        if not kind.startswith("b") or not all(groups.values()):
            continue
        parts = [
            by_flags(function, replace(signature, params=fixed(signature.params, function, name, value)), groups[value], depth - 1)
            for value in (False, True)
        ]
        if all(part.outputs != "?" for half in parts for part in half):
            return [*parts[0], *parts[1]]
    return [whole]


def flag(function: Callable[..., object], measured: Measured, name: str) -> object:
    values = measured.call.values() if measured.call else {}
    return values.get(name, default(function, name))


def default(function: Callable[..., object], name: str) -> object:
    try:
        value = inspect.signature(function).parameters[name].default
    except (ValueError, TypeError, KeyError):
        return False
    return value


def fixed(params: Sequence[str], function: Callable[..., object], name: str, value: bool) -> list[str]:
    """The parameters with one flag that is known to be set or not; "=" stays where that is its default."""
    optional = "=" if default(function, name) is value else ""
    return [f"{name}:b{int(value)}{optional}" if entry.startswith(f"{name}:") else entry for entry in params]
