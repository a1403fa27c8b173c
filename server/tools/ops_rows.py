"""Joins what torch's files declare of a function with what running it shows. Where the two differ, the run is right.

Of a function with a derivative formula the files say everything about inputs and saved tensors; of one that is composed of others
(most Python functions, many bound ones) they are silent, and the run decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

import torch
from ops_calls import Call, cast, remade, tensors, transposed
from ops_measure import Measured, given_back, is_view_of, measure
from ops_names import dispatched
from ops_samples import Value, bind, choose, flags
from ops_schema import Signature

from gradsight.knowledge.torch.select import formals

#: Runs per signature, those that torch's samples give before those that are made.
RUNS = 3
RUNS_OF_COMPOSED = 6
#: Further runs to tell a gradient that is always zero from one that happened to be.
MORE_RUNS = 15
#: What a factory makes unless told otherwise.
DEFAULT = {torch.float32: "default", torch.complex64: "complex"}
DTYPES = (torch.float32, torch.float64, torch.complex64)


def sampled(function: Callable[..., object], signatures: Sequence[Signature], samples: Sequence[Value]) -> list[list[Measured]]:
    """What happened in a few runs of each signature, with the flags of undeclared functions set and cleared too."""
    formals_of = [s.params for s in signatures]
    calls: list[list[Call]] = [[] for _ in signatures]
    for sample in samples:
        index = choose(formals_of, sample)
        if index is not None:
            calls[index].append(bind(function, formals_of[index], sample))
    return [few_runs(signature, mine) for signature, mine in zip(signatures, calls, strict=True)]


def few_runs(signature: Signature, calls: Sequence[Call]) -> list[Measured]:
    """The first runs that work, more where a gradient seems to be zero, and those with other flags."""
    found: list[Measured] = []
    remaining = iter(calls)
    for call in remaining:
        found += attempt(call)
        if len(found) >= (RUNS if signature.known else RUNS_OF_COMPOSED):
            break
    for call in islice(remaining, MORE_RUNS):
        if not zero_in_all(found):
            break
        found += attempt(call)
    if found and found[0].call and "?" in signature.outputs:
        found += [m for other in flagged(found[0].call, signature.params) for m in attempt(other)]
    return found


def zero_in_all(measured: Sequence[Measured]) -> set[str]:
    """Parameters that are reached with a zero gradient each time."""
    reached = {name for m in measured for name in m.differentiable - m.empty}
    return {name for name in reached if all(name in m.zero for m in measured if name in m.differentiable - m.empty)}


def flagged(call: Call, params: Sequence[str]) -> Iterator[Call]:
    """The call with each flag set and cleared, and with all combinations of those flags that change what it gives back."""
    usual = shape_of(call)
    telling_flags = []
    for name in flags(call, params):
        variants = [call.with_keyword(name, value) for value in (True, False)]
        yield from variants
        if any(shape_of(variant) not in ("", usual) for variant in variants):
            telling_flags.append(name)
    for values in product((True, False), repeat=len(telling_flags)) if 1 < len(telling_flags) < 4 else ():
        combined = call
        for name, value in zip(telling_flags, values, strict=True):
            combined = combined.with_keyword(name, value)
        yield combined


def shape_of(call: Call) -> str:
    """The pattern of what a call gives back; empty if it raises."""
    try:
        return measure(call, thorough=False).outputs
    except Exception:  # torch raises whatever it likes for options that do not fit
        return ""


def attempt(call: Call) -> list[Measured]:
    """One run with what it showed, or nothing if the arguments do not fit."""
    try:
        call.run({name: remade(value) for name, value in call.values().items()})
        found = measure(call)
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return []
    found.call = call
    if found.tensors:
        vary(call, found)
    return [found]


def working(calls: Iterator[Call]) -> Iterator[Measured]:
    for call in calls:
        for found in attempt(call):
            found.call = None
            yield found


def telling(measured: list[Measured]) -> list[Measured]:
    """Only the runs with an input that could require grad, if there are any."""
    return [m for m in measured if m.tensors] or measured


def vary(call: Call, found: Measured) -> None:
    """Note the dtype of the first result, and whether an argument comes back, for other dtypes and layouts."""
    values = call.values()
    dtyped = any(isinstance(value, torch.dtype) for value in values.values())
    for dtype in (*DTYPES, None) if found.returns or found.view else DTYPES:
        varied = {name: cast(v, dtype) if dtype else transposed(v) for name, v in values.items()}
        try:
            result = call.run(varied)
        except Exception:  # this dtype is not for that function
            continue
        first = next(tensors(result), None)
        if first is not None and dtype and not dtyped:
            found.dtypes[dtype] = first.dtype
        if first is not None:
            found.returns_others.append(bool(given_back(varied, result)))
            found.view_others.append(any(is_view_of(first, t) for v in varied.values() for t in tensors(v)))


def joined(signature: Signature, measured: Sequence[Measured]) -> Signature:
    """The signature with what the runs add or correct."""
    if not measured:
        return signature
    tracked = any(m.tensors for m in measured)
    made = replace(signature, outputs=joined_outputs(signature.outputs, [m.outputs for m in measured]))
    if any(entry.startswith("*") and len(entry) > 1 for entry in signature.params):
        made.outputs = as_list(made.outputs)
    made.fields = list(measured[0].fields) or signature.fields
    writes = [m.inplace for m in measured if m.tensors]
    made.inplace = all(writes) if writes else signature.inplace
    made.maybe_inplace = not made.inplace and any(writes)
    views = [m.view for m in measured] + [view for m in measured for view in m.view_others]
    made.view = all(views) and not signature.inplace
    made.maybe_view = not made.view and not signature.inplace and any(views)
    made.multi_view = made.view and any(m.multi_view for m in measured)
    made.returns_self = returned(measured)
    made.dtype = "arg" if any(entry.endswith(":d") for entry in signature.params) else dtype_rule(measured)
    made.factory |= made.outputs == "N" and "requires_grad:b" in ",".join(signature.params)
    made.refuses = sorted({name for m in measured for name in m.refused if all(name in n.refused for n in measured if name in n.tensors)})
    if tracked:
        join_gradients(made, signature, measured)
    made.backward_raises &= "D" in made.outputs
    return made


def join_gradients(made: Signature, signature: Signature, measured: Sequence[Measured]) -> None:
    """Inputs that are reached, zero gradients, saved tensors, and whether backward works at all."""
    reached = {name for m in measured for name in m.differentiable}
    tried = {name for m in measured for name in (*m.tensors, *m.others)}
    untried = {name for name, kind in zip(*formals(signature.params)[:2], strict=True) if kind[:1] in ("T", "L", "t") and name not in tried}
    declared = set(signature.differentiable or untried) - {"out"}
    made.differentiable = sorted(reached | (untried & declared)) if "D" in made.outputs else None
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
        showing = [m for m in measured if trigger in m.differentiable and (name in (*m.tensors, *m.others) or not_a_parameter(name, measured))]
        certain = all(trigger in m.saves.get(name, ()) for m in showing)
        (always if certain else sometimes).setdefault(name, []).append(trigger)
    return always, sometimes


def not_a_parameter(name: str, measured: Sequence[Measured]) -> bool:
    return not any(name in (*m.tensors, *m.others) for m in measured)


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
    """How the result's dtype follows from that of the floating inputs."""
    rules = {rule_of(m.dtypes) for m in measured if m.dtypes}
    rules |= {DEFAULT.get(m.plain_dtype, str(m.plain_dtype).removeprefix("torch.")) for m in measured if m.plain_dtype}
    return rules.pop() if len(rules) == 1 else "?"


def rule_of(dtypes: dict[torch.dtype, torch.dtype]) -> str:
    results = set(dtypes.values())
    real = {given: result for given, result in dtypes.items() if not given.is_complex}
    if all(given == result for given, result in real.items()):
        return "same"
    if all(result.is_complex for result in results):
        return "complex"
    return str(results.pop()).removeprefix("torch.") if len(results) == 1 else "?"


def by_flags(function: Callable[..., object], signature: Signature, measured: Sequence[Measured], depth: int = 3) -> list[Signature]:
    """One signature per value of the flags that decide what the function gives back, if such flags explain what the runs gave."""
    if "inplace:b=" in signature.params:
        rows = by_flag(function, signature, measured, "inplace", depth)
        if rows:
            return rows
    whole = joined(signature, measured)
    if not measured or "?" not in signature.outputs or "?" not in whole.outputs or depth == 0:
        return [whole]
    names, kinds, _ = formals(signature.params)
    splits = [by_flag(function, signature, measured, name, depth) for name, kind in zip(names, kinds, strict=True) if kind[:1] == "b"]
    return min((rows for rows in splits if rows), key=len, default=[whole])


def by_flag(function: Callable[..., object], signature: Signature, measured: Sequence[Measured], name: str, depth: int) -> list[Signature]:
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
