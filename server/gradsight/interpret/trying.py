"""`try`: the paths into its handlers, and out of it."""

from __future__ import annotations

from collections.abc import Sequence as Many

import libcst as cst

from gradsight.domain.state import State
from gradsight.domain.values import Plain
from gradsight.interpret.leaving import leaving
from gradsight.interpret.machine import Machine, executes
from gradsight.interpret.variables import bind, unbind


@executes(cst.Try, cst.TryStar)
def try_statement(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    """The `finally` runs on every way out of the rest."""
    final = node.finalbody
    if final is None:
        _try(machine, node)
    else:
        leaving(machine, lambda: _try(machine, node), lambda: machine.body(final.body.body))


def _try(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    since, certain_before = machine.mark(), machine.state.certain
    raised, maybe = _attempt(machine, node.body.body)
    ends: list[State] = []
    if node.handlers and certain_before and not machine.state.certain and not machine.state.dead:
        # The body certainly raises: only the handlers go on.
        maybe = []
        machine.state.dead = True
    if not machine.state.dead and node.orelse is not None:
        machine.body(node.orelse.body.body)
    ends.append(machine.state)
    entries = raised + maybe
    if entries and node.handlers:
        entry = machine.join_states(entries, since)
        ends.extend(_handlers(machine, node.handlers, entry))
    elif raised and not node.handlers and machine.raised:
        machine.raised[-1].extend(raised)
    machine.state = machine.join_states(ends, since)


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
