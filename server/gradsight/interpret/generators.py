"""Generators: their body runs when somebody iterates."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from gradsight.domain.objects import Generator, Sequence
from gradsight.domain.state import Mode, State
from gradsight.domain.values import NONE, Bound, Choice, Function, Partial, Ref, Unknown, Value, choice
from gradsight.domain.why import Why
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.functions import budget, run_function
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args, Items

YIELDED = "*yielded"
"""The name in a generator's own scope under which what it yields is kept, so that joins see it."""


def yield_value(machine: Machine, value: Value) -> Value:
    """`yield value`: hands it on; what is sent back is None."""
    frame = next((f for f in reversed(machine.frames) if f.generator), None)
    if frame is None:
        return NONE
    if frame.on_yield is not None:
        return frame.on_yield(value)
    if frame.paused is not None:
        frame.paused.append((machine.state.fork(), value))
        if frame.function is not None and frame.function.switches:
            frame.paused[-1][0].mode = frame.before
    names = machine.state.names(frame.scope)
    names[YIELDED] = choice([names[YIELDED], value]) if YIELDED in names else value
    return Unknown(Why(machine.statement, "what is sent into a generator is not followed"))


def yield_from(machine: Machine, value: Value) -> Value:
    """`yield from value`: its value is what a generator returns."""
    generator = isinstance(value, Ref) and isinstance(machine.state.heap.get(value.id), Generator)
    items = machine.iterate(value)
    for item in (*items.known, *(() if items.rest is None else (items.rest,))):
        yield_value(machine, item)
    if generator or isinstance(value, Choice | Unknown):
        return Unknown(Why(machine.statement, "what a generator returns is not followed"), tainted=True)
    return NONE


def run_generator(machine: Machine, id: int, found: Generator, lazily: bool) -> Items:
    """Everything that the generator yields; afterwards it is used up.

    Taken lazily, what it does besides may have been done or not when an item is used, and its grad mode holds meanwhile.
    """
    machine.state.heap[id] = Sequence("iterator", ())
    since, before = machine.mark(), machine.state.fork()
    paused: list[tuple[State, Value]] = []
    yielded = _run(machine, found, None, paused if lazily else None)
    if not lazily:
        return Items(rest=yielded)
    modes = [state.mode for state, _ in paused]
    for state, _ in paused:
        state.mode = before.mode
    ended = [(machine.state, yielded)] if machine.state.certain and not machine.state.dead else []
    machine.state, yielded = machine.join_all([(before, None), *paused, *ended], since)
    mode = reduce(Mode.join, modes) if any(mode != before.mode for mode in modes) else None
    return Items(rest=yielded, mode=mode)


def run_with_hook(machine: Machine, found: Generator, hook: Callable[[Value], Value]) -> None:
    """Runs the generator; at each yield, `hook` runs what its consumer does."""
    _run(machine, found, hook)


def modes(machine: Machine, found: Generator) -> tuple[Mode, Mode]:
    """The grad mode where the generator yields, and at its end; nothing else of the run is kept."""
    inside: list[Mode] = []

    def hook(_: Value) -> Value:
        inside.append(machine.state.mode)
        return NONE

    with machine.result_only():
        _run(machine, found, hook)
        after = machine.state.mode
    return (reduce(Mode.join, inside) if inside else after), after


def _run(
    machine: Machine,
    found: Generator,
    hook: Callable[[Value], Value] | None,
    paused: list[tuple[State, Value]] | None = None,
) -> Value | None:
    """Runs the body; answers what it yields, None for nothing, and in `paused` the states in which it does."""
    partial = found.function
    if not isinstance(partial, Partial) or not isinstance(partial.function, Function | Bound):
        return None
    function, positional = partial.function, partial.args
    if isinstance(function, Bound):
        positional, function = (function.receiver, *positional), function.function  # type: ignore[assignment]
    assert isinstance(function, Function)
    assert isinstance(function.code, Code)
    trouble = budget(machine, function.code, function)
    if trouble:
        return Unknown(Why(machine.statement, trouble), tainted=True)
    frame = Frame(function.code, 0, generator=True, on_yield=hook, paused=paused, captured=True)
    run_function(machine, function, Args(positional, dict(partial.kwargs)), frame)
    return machine.state.look(frame.scope, YIELDED)
