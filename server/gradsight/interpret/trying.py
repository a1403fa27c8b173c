"""`try`: the paths into its handlers, and out of it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.state import State
from gradsight.domain.values import Plain
from gradsight.interpret.attempts import Attempt
from gradsight.interpret.forms import executes
from gradsight.interpret.leaving import leaving
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind, unbind


@executes(cst.Try, cst.TryStar)
def try_statement(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    """The `finally` runs on every way out of the rest."""
    final = node.finalbody
    if final is None:
        _try(machine, node)
    else:
        # What raises and is not caught runs the `finally` too, though nothing comes after.
        attempt = Attempt(machine.mark(), machine.state.certain)
        machine.attempts.append(attempt)
        leaving(machine, lambda: _gathered(machine, node, attempt), lambda: machine.body(final.body.body))
        machine.attempts.pop()
        if machine.attempts:
            machine.attempts[-1].raised += attempt.raised
            machine.attempts[-1].maybe += attempt.maybe


def _gathered(machine: Machine, node: cst.Try | cst.TryStar, attempt: Attempt) -> None:
    """Runs all but the `finally`; the states in which an exception may leave are one afterwards."""
    attempt.note(machine.state, nested=False)
    _try(machine, node)
    if not machine.state.dead:
        attempt.note(machine.state, nested=False)
    for states in (attempt.raised, attempt.maybe):
        if len(states) > 1:
            states[:] = [machine.join_states(states, attempt.since)]


def _try(machine: Machine, node: cst.Try | cst.TryStar) -> None:
    since, certain_before = machine.mark(), machine.state.certain
    if not node.handlers:
        machine.body(node.body.body)
        return
    attempt = attempted(machine, lambda: machine.body(node.body.body))
    if certain_before and not machine.state.certain:
        # The body certainly raises in the end: only the handlers go on.
        machine.state.dead = True
    if not machine.state.dead and node.orelse is not None:
        machine.body(node.orelse.body.body)
    ends = [machine.state]
    entries = attempt.raised + attempt.maybe
    if entries:
        entry = machine.join_states(entries, since)
        if machine.attempts and not _catches_all(node.handlers):
            machine.attempts[-1].maybe.append(entry.fork())
        ends.extend(_handlers(machine, node.handlers, entry))
    machine.state = machine.join_states(ends, since)


def attempted(machine: Machine, block: Callable[[], None]) -> Attempt:
    """Runs a block; answers where exceptions may leave it."""
    attempt = Attempt(machine.mark(), machine.state.certain)
    machine.attempts.append(attempt)
    attempt.note(machine.state, nested=False)
    block()
    if not machine.state.dead:
        attempt.note(machine.state, nested=False)
    machine.attempts.pop()
    return attempt


def swallowing(machine: Machine, block: Callable[[], None], enter: Callable[[], Tri]) -> None:
    """Runs a block after which the program goes on even if it raises, as far as `enter`, which runs then, says so."""
    since = machine.mark()
    attempt = attempted(machine, block)
    end = machine.state
    entries = attempt.raised + attempt.maybe
    machine.state = machine.join_states(entries, since) if entries else end.fork()
    swallows = enter() if entries else False
    if swallows is False:
        if machine.attempts and entries:
            outer = machine.attempts[-1]
            (outer.raised if attempt.raised else outer.maybe).append(machine.state)
        machine.state = end
        return
    machine.state = machine.join_states([end, machine.state], since)


def _catches_all(handlers: Many[cst.ExceptHandler | cst.ExceptStarHandler]) -> bool:
    """Whether one of them takes any error."""
    return any(
        handler.type is None
        or (isinstance(handler.type, cst.Name) and handler.type.value in ("Exception", "BaseException"))
        for handler in handlers
    )


def _handlers(machine: Machine, handlers: Many[cst.ExceptHandler | cst.ExceptStarHandler], entry: State) -> list[State]:
    ends = []
    for handler in handlers:
        machine.state = entry.fork()
        if handler.type is not None:
            machine.eval(handler.type)
        if handler.name is not None and isinstance(handler.name.name, cst.Name):
            bind(machine, handler.name.name.value, Plain("exception"))
        machine.body(handler.body.body)
        if handler.name is not None and isinstance(handler.name.name, cst.Name) and not machine.state.dead:
            unbind(machine, handler.name.name.value)
        ends.append(machine.state)
    return ends
