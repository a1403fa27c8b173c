"""The ways out of a block: its end, `return`, `break`, `continue` and errors; and what runs on each of them."""

from __future__ import annotations

from collections.abc import Callable

from gradsight.domain.state import State
from gradsight.domain.values import Value
from gradsight.interpret.machine import Machine

Returned = tuple[State, Value]
Marks = tuple[list[tuple[list[State], int]], tuple[list[Returned], int]]


def leaving(machine: Machine, block: Callable[[], None], cleanup: Callable[[], None], errors: bool = True) -> None:
    """Runs a block, and `cleanup` on each path that leaves it, with an error only if `errors`."""
    marks = mark(machine, errors)
    block()

    def cleaned(state: State) -> State:
        machine.state = state
        cleanup()
        return machine.state

    change_ways_out(machine, marks, cleaned)
    if not machine.state.dead:
        cleanup()


def mark(machine: Machine, errors: bool = True) -> Marks:
    """Where the lists of paths that have left something end now."""
    frame = machine.frame
    lists = [paths for loop in frame.loops for paths in (loop.breaks, loop.continues)]
    for attempt in machine.attempts if errors else ():
        lists += attempt.hold()
    return [(paths, len(paths)) for paths in lists], (frame.returns, len(frame.returns))


def change_ways_out(machine: Machine, marks: Marks, change: Callable[[State], State]) -> None:
    """Changes the state of each path that has left since the marks were taken."""
    here = machine.state
    paths_since, (returns, start) = marks
    for paths, begin in paths_since:
        for index in range(begin, len(paths)):
            paths[index] = change(paths[index])
    for index in range(start, len(returns)):
        state, value = returns[index]
        returns[index] = (change(state), value)
    machine.state = here
