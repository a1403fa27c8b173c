"""`with`: grad modes, contexts of the program, generators as contexts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Generator, Instance, Optimizer, Tensor
from gradsight.domain.state import Mode, State
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Library,
    Plain,
    Ref,
    Switch,
    Tuple,
    Unknown,
    Value,
    literal,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.assigning import assign
from gradsight.interpret.classes import find_method
from gradsight.interpret.forms import executes
from gradsight.interpret.generators import run_with_hook
from gradsight.interpret.leaving import change_ways_out, leaving, mark
from gradsight.interpret.machine import Machine
from gradsight.interpret.trying import swallowing
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.contexts import leave_stack

Inside = Callable[[Value], None]
T = TypeVar("T")


@executes(cst.With)
def with_statement(machine: Machine, node: cst.With) -> None:
    machine.frame.statement = machine.place(node.items[0].item)
    _enter(machine, list(node.items), node)


def _enter(machine: Machine, items: list[cst.WithItem], node: cst.With) -> None:
    """Enters the first context, and inside it the others, and inside them the body."""
    if not items:
        machine.body(node.body.body)
        return
    item, others = items[0], items[1:]
    context = machine.eval(item.item)

    def inside(value: Value) -> None:
        if item.asname is not None:
            assign(machine, item.asname.name, value)
        _enter(machine, others, node)

    _within(machine, context, inside, machine.place(item.item))


def _within(machine: Machine, context: Value, inside: Inside, place: Place) -> None:
    if isinstance(context, Choice):

        def taken(option: Value) -> Value:
            _within(machine, option, inside, place)
            return NONE

        machine.either([partial(taken, option) for option in context.options])
        return
    found = machine.state.heap.get(context.id) if isinstance(context, Ref) else None
    if isinstance(context, Switch):
        _switch(machine, context, inside)
    elif isinstance(found, Generator):
        _generator_context(machine, found, inside)
    elif isinstance(found, Instance) and isinstance(found.cls, Class):
        _own_context(machine, context, found, inside, place)
    elif isinstance(found, Instance) and found.cls == Library("contextlib.suppress"):
        swallowing(machine, lambda: inside(NONE), lambda: True)
    elif isinstance(found, Instance) and isinstance(context, Ref) and "*entered" in found.attrs:
        _stack(machine, context, inside, place)
    elif isinstance(found, Instance) and found.cls in (
        Library("contextlib.nullcontext"),
        Library("contextlib.closing"),
    ):
        inside(found.attrs.get("enter_result", NONE))
    elif isinstance(found, Tensor | Optimizer | Instance) or isinstance(context, Unknown | Plain):
        inside(context)
    else:
        inside(Unknown(Why(place, "what the context gives is not followed")))


def _switch(machine: Machine, switch: Switch, inside: Inside) -> None:
    if switch.neutral:
        inside(NONE)
        return
    before = switch.before if isinstance(switch.before, Mode) else machine.state.mode
    machine.state.mode = machine.state.mode.switched(switch)

    def restore() -> None:
        machine.state.mode = before

    leaving(machine, lambda: inside(NONE), restore)


def _own_context(machine: Machine, context: Value, found: Instance, inside: Inside, place: Place) -> None:
    enter, leave = find_method(machine, found.cls, "__enter__"), find_method(machine, found.cls, "__exit__")
    value = context if enter is None else machine.call(Bound(context, enter), Args(), place)

    def exit() -> None:
        if leave is not None:
            machine.call(Bound(context, leave), Args((NONE, NONE, NONE)), place)

    def swallows() -> Tri:
        if leave is None:
            return False
        error = Plain("object")
        return machine.truth(machine.call(Bound(context, leave), Args((error, error, error)), place))

    swallowing(machine, lambda: leaving(machine, lambda: inside(value), exit, errors=False), swallows)


def _stack(machine: Machine, context: Ref, inside: Inside, place: Place) -> None:
    """`with ExitStack() as stack`: what was entered is left again."""
    before = machine.state.mode

    def exit() -> None:
        _leave_stack(machine, context, before, place, NONE)

    def swallows() -> Tri:
        return machine.truth(_leave_stack(machine, context, before, place, Plain("object")))

    swallowing(machine, lambda: leaving(machine, lambda: inside(context), exit, errors=False), swallows)


def _leave_stack(machine: Machine, context: Ref, before: Mode, place: Place, error: Value) -> Value:
    """Whether the error goes no further. The grad mode is `before` if it is not known what was entered."""
    stack = machine.state.heap[context.id]
    held = options(stack.attrs["*entered"] if isinstance(stack, Instance) else NONE)

    def leave(entered: Value) -> Value:
        if not isinstance(entered, Tuple):
            machine.state.mode = before
            return Plain("bool")
        swallowed = leave_stack(machine, entered.items, place, error)
        if swallowed is False and error != NONE and len(held) > 1:
            # What had been entered by then lets the error pass: nothing goes on here.
            if machine.attempts:
                machine.attempts[-1].maybe.append(machine.state.fork())
            machine.state.dead = True
        return Plain("bool") if swallowed is None else literal(swallowed)

    return machine.either([partial(leave, option) for option in held])


def _generator_context(machine: Machine, found: Generator, inside: Inside) -> None:
    """`@contextmanager`: the block runs where the generator yields.

    An error in the block is one at the `yield`. For each other path that leaves the block early the generator runs again
    from its start, giving out the same ids, and goes on at that `yield` with the path's state.
    """
    before, began = machine.state.fork(), machine.clock.now
    frames, attempts = len(machine.frames), len(machine.attempts)
    passed: list[tuple[State, int]] = []

    def at_yield(value: Value) -> Value:
        above = _cut(machine.frames, frames)
        marks = mark(machine, errors=False)
        inside(value)
        trying = _cut(machine.attempts, attempts)
        change_ways_out(machine, marks, left)
        passed.append((machine.state.fork(), machine.clock.now))
        machine.frames.extend(above)
        machine.attempts.extend(trying)
        return NONE

    def left(state: State) -> State:
        again = iter([*((each.fork(), now) for each, now in passed), (state, machine.clock.now)])
        machine.state, machine.clock.now = before.fork(), began

        def go_on(_: Value) -> Value:
            here = next(again, None)
            if here is None:
                machine.state.dead = True
            else:
                machine.state, machine.clock.now = here
            return NONE

        run_with_hook(machine, found, go_on)
        return machine.state

    run_with_hook(machine, found, at_yield)


def _cut(stack: list[T], height: int) -> list[T]:
    """Takes off a stack what is above that height."""
    above = stack[height:]
    del stack[height:]
    return above
