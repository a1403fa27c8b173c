"""Generators: their body runs when somebody iterates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradsight.domain.objects import Generator, Sequence
from gradsight.domain.values import NONE, Bound, Function, Partial, Unknown, Value, choice
from gradsight.domain.why import Why
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.functions import run_function
from gradsight.interpret.machine import DEPTH, Machine
from gradsight.knowledge.host import Args, Items


def yield_value(machine: Machine, value: Value) -> Value:
    """`yield value`: hands it on; what is sent back is None."""
    frame = next((f for f in reversed(machine.frames) if f.yields is not None), None)
    if frame is not None and frame.yields is not None:
        if frame.on_yield is not None:
            return frame.on_yield(value)
        frame.yields.append(value)
    return NONE


def yield_from(machine: Machine, value: Value) -> Value:
    items = machine.iterate(value)
    for item in (*items.known, *(() if items.rest is None else (items.rest,))):
        yield_value(machine, item)
    return NONE


def run_generator(machine: Machine, id: int, found: Generator) -> Items:
    """Everything that the generator yields; afterwards it is used up."""
    yields: list[Value] = []
    if len(machine.frames) > DEPTH:
        return Items(rest=Unknown(Why(machine.statement, "the calls are nested too deeply to follow")))
    before = machine.next_id
    _run(machine, found, yields, None)
    machine.state.heap[id] = Sequence("iterator", ())
    live = [value for value in yields if _exists(machine, value, before)]
    if not live:
        return Items(rest=None if not yields else choice(yields))
    return Items(rest=choice(live), nonempty=False)


def _exists(machine: Machine, value: Value, before: int) -> bool:
    """Objects that the generator dropped in its own loops are represented by what they were joined with."""
    from gradsight.domain.walk import refs

    heap, scopes = machine.state.heap, machine.state.scopes
    return all(id in heap or id in scopes or id < before for id in refs(value))


def run_with_hook(machine: Machine, found: Generator, hook: Callable[[Value], Value]) -> None:
    """Runs the generator; at each yield, `hook` runs what its consumer does."""
    _run(machine, found, [], hook)


def _run(machine: Machine, found: Generator, yields: list[Value], hook: Callable[[Value], Value] | None) -> None:
    partial = found.function
    if not isinstance(partial, Partial) or not isinstance(partial.function, Function | Bound):
        return
    function, positional = partial.function, partial.args
    if isinstance(function, Bound):
        positional, function = (function.receiver, *positional), function.function  # type: ignore[assignment]
    assert isinstance(function, Function)
    assert isinstance(function.code, Code)
    frame = Frame(function.code, 0, yields=yields, on_yield=hook)
    run_function(machine, replace(function), Args(positional, dict(partial.kwargs)), frame)
