"""Runs the calls of a function's signatures, a few of each, and more where one run is not enough to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from ops_calls import Call, cast, remade, tensors, transposed
from ops_measure import Measured, given_back, is_view_of, measure
from ops_samples import Value, bind, choose, flags
from ops_schema import Signature

import torch

#: Runs per signature, those that torch's samples give before those that are made.
RUNS = 3
RUNS_OF_COMPOSED = 6
#: Further runs to tell a gradient that is always zero from one that happened to be.
MORE_RUNS = 15
DTYPES = (torch.float32, torch.float64, torch.complex64, torch.int64)


def sampled(
    function: Callable[..., object], signatures: Sequence[Signature], samples: Sequence[Value]
) -> list[list[Measured]]:
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


def flagged(call: Call, params: Sequence[str]) -> Iterator[Call]:
    """The call with each flag set and cleared, and with all combinations of those flags that change what it gives
    back.
    """
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


def zero_in_all(measured: Sequence[Measured]) -> set[str]:
    """Parameters that are reached with a zero gradient each time."""
    reached = {name for m in measured for name in m.differentiable - m.empty}
    return {name for name in reached if all(name in m.zero for m in measured if name in m.differentiable - m.empty)}
