"""`try` and `with`."""

from __future__ import annotations

from collections.abc import Sequence as Many

import libcst as cst

from gradsight.domain.objects import Generator, Instance, Optimizer, Tensor
from gradsight.domain.state import Mode, State
from gradsight.domain.values import NONE, Bound, Class, Plain, Ref, Switch, Unknown, Value
from gradsight.interpret.assigning import assign
from gradsight.interpret.classes import find_method
from gradsight.interpret.machine import Machine, executes
from gradsight.interpret.variables import bind, unbind
from gradsight.knowledge.host import Args


@executes(cst.Try, cst.TryStar)
def try_statement(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    since, certain_before = machine.next_id, machine.state.certain
    raised, maybe = _attempt(machine, node.body.body)
    ends: list[State] = []
    if certain_before and not machine.state.certain and not machine.state.dead:
        # The body certainly raises: only the handlers go on.
        maybe = []
        machine.state.dead = True
    normal = machine.state
    if not normal.dead and node.orelse is not None:
        machine.body(node.orelse.body.body)
    ends.append(machine.state)
    entries = raised + maybe
    if entries and node.handlers:
        entry = machine.join_states(entries, since)
        ends.extend(_handlers(machine, node.handlers, entry))
    elif raised and not node.handlers and machine.raised:
        machine.raised[-1].extend(raised)
    machine.state = machine.join_states(ends, since)
    _finally(machine, node)


def _attempt(machine: Machine, body: Many[cst.CSTNode]) -> tuple[list[State], list[State]]:
    """Runs the body; answers the states where it certainly raises, and those where it may."""
    raised: list[State] = []
    maybe: list[State] = [machine.state.fork()]
    machine.raised.append(raised)
    for statement in body:
        if machine.state.dead:
            break
        machine.exec(statement)
        if not machine.state.dead:
            maybe.append(machine.state.fork())
    machine.raised.pop()
    return raised, maybe


def _handlers(machine: Machine, handlers: Many[cst.ExceptHandler | cst.ExceptStarHandler], entry: State) -> list[State]:
    ends = []
    for handler in handlers:
        machine.state = entry.fork()
        if handler.type is not None:
            machine.eval(handler.type)
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            bind(machine, handler.name.name.value, Plain("object"))
        machine.body(handler.body.body)
        if handler.name is not None and isinstance(handler.name.name, cst.Name) and not machine.state.dead:
            unbind(machine, handler.name.name.value)
        ends.append(machine.state)
    return ends


def _finally(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    if node.finalbody is None:
        return
    dead = machine.state.dead
    machine.state.dead = False
    machine.body(node.finalbody.body.body)
    machine.state.dead = machine.state.dead or dead


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

    _within(machine, context, inside, item)


def _within(machine: Machine, context: Value, inside: object, item: cst.WithItem) -> None:
    assert callable(inside)
    if isinstance(context, Switch):
        before = context.before if isinstance(context.before, Mode) else machine.state.mode
        machine.state.mode = machine.state.mode.switched(context)
        left_before = {id(state) for state in _ways_out(machine)}
        inside(NONE)
        for state in (machine.state, *_ways_out(machine)):
            if id(state) not in left_before:
                state.mode = before
        return
    found = machine.state.heap.get(context.id) if isinstance(context, Ref) else None
    if isinstance(found, Generator):
        _generator_context(machine, context, found, inside)
    elif isinstance(found, Instance) and isinstance(found.cls, Class):
        _own_context(machine, context, found, inside, item)
    elif isinstance(found, Tensor | Optimizer | Instance) or isinstance(context, Unknown):
        inside(context)
    else:
        inside(context if isinstance(context, Plain) else machine.unknown(item.item, "what the context gives is not followed"))


def _ways_out(machine: Machine) -> list[State]:
    """The paths that have left the block by `return`, `break`, `continue` or an error: they leave its grad mode too."""
    frame = machine.frame
    loops = [state for loop in frame.loops for state in (*loop.breaks, *loop.continues)]
    return [*(state for state, _ in frame.returns), *loops, *(state for states in machine.raised for state in states)]


def _own_context(machine: Machine, context: Value, found: Instance, inside: object, item: cst.WithItem) -> None:
    assert callable(inside)
    place = machine.place(item.item)
    enter, leave = find_method(machine, found.cls, "__enter__"), find_method(machine, found.cls, "__exit__")
    value = context if enter is None else machine.call(Bound(context, enter), Args(), place)
    inside(value)
    if leave is not None and not machine.state.dead:
        machine.call(Bound(context, leave), Args((NONE, NONE, NONE)), place)


def _generator_context(machine: Machine, context: Value, found: Generator, inside: object) -> None:
    """`@contextmanager`: the block runs where the generator yields."""
    from gradsight.interpret.generators import run_with_hook

    frame = machine.frame
    dead = False

    def at_yield(value: Value) -> Value:
        nonlocal dead
        inner = machine.frames
        position = inner.index(frame)
        above = inner[position + 1 :]
        del inner[position + 1 :]
        inside(value)  # type: ignore[operator]
        inner.extend(above)
        dead = machine.state.dead
        machine.state.dead = False
        return NONE

    run_with_hook(machine, found, at_yield)
    machine.state.dead = dead
