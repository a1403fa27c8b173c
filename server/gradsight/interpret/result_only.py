"""Parts of a program that are run for their result only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gradsight.interpret.attempts import Attempt
from gradsight.interpret.machine import Machine


@contextmanager
def result_only(machine: Machine) -> Iterator[None]:
    """Inside, nothing that happens is kept: neither events nor facts, nor what becomes of objects."""
    before, events, called = machine.state, len(machine.log.events), set(machine.notes.called)
    backwards, muted = machine.backwards, machine.recorder.muted
    machine.recorder.muted, machine.state = True, before.fork()
    machine.attempts.append(Attempt(machine.mark(), machine.state.certain))
    try:
        yield
    finally:
        machine.attempts.pop()
        del machine.log.events[events:]
        machine.state, machine.backwards, machine.recorder.muted = before, backwards, muted
        machine.notes.called.intersection_update(called)
