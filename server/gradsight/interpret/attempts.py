"""Where an exception may leave a block: the states that a handler may begin with, no more of them than it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from gradsight.domain.state import Mark, Mode, State

MOST_NOTED = 300
MOST_KEPT = 12


@dataclass(slots=True)
class Attempt:
    """A block whose exceptions are caught. `raised` are states where it certainly raises, `maybe` where it may."""

    since: Mark
    certain: bool
    raised: list[State] = field(default_factory=list)
    maybe: list[State] = field(default_factory=list)
    floor: int = 0
    """States of `maybe` before it are not replaced: the cleanup of a block inside must not reach what is before that block."""
    noted: int = 0

    def hold(self) -> tuple[list[State], list[State]]:
        """Both lists, whose states of now are kept as they are from here on."""
        self.floor = len(self.maybe)
        return self.raised, self.maybe

    def note(self, state: State, nested: bool) -> None:
        """What comes next may raise. The last state noted is dropped where the joined states around it say as much."""
        if state.certain != self.certain or (nested and (self.noted > MOST_NOTED or len(self.maybe) > MOST_KEPT)):
            return
        self.noted += 1
        kept = self.maybe
        if kept and _says(state, [kept[-1]], self.since):
            return
        if len(kept) > max(1, self.floor) and _says(kept[-1], [kept[-2], state], self.since):
            kept[-1] = state.fork()
        else:
            kept.append(state.fork())


def note_raised(attempts: list[Attempt], state: State) -> None:
    """An exception certainly leaves from here."""
    if attempts:
        attempts[-1].raised.append(state.fork())


@contextmanager
def leaving_in(mode: Mode, attempts: list[Attempt]) -> Iterator[None]:
    """What leaves the block with an error has this grad mode afterwards."""
    held = [(paths, len(paths)) for attempt in attempts for paths in attempt.hold()]
    try:
        yield
    finally:
        for paths, begin in held:
            for state in paths[begin:]:
                state.mode = mode


def _says(state: State, others: list[State], since: Mark) -> bool:
    """Whether each thing that was written since the mark is in `state` what it is in one of the others."""
    if all(other.mode != state.mode for other in others):
        return False
    written = state.heap.newer(since).union(*(other.heap.newer(since) for other in others))
    return all(_says_of(state, others, id) for id in written)


def _says_of(state: State, others: list[State], id: int) -> bool:
    found, names = state.heap.get(id), state.scopes.get(id)
    there = [other.heap[id] for other in others if id in other.heap]
    if found is not None and there and all(other is not found for other in there):
        return False
    scopes = [other.scopes[id] for other in others if id in other.scopes]
    if names is None or not scopes:
        return True
    return all(any(other.get(name) is value for other in scopes) for name, value in names.items())
