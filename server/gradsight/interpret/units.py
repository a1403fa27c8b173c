"""Units of a run: a top-level statement of the opened file, a function of it that nobody calls, or a call inside another unit.

A unit reads some of what was there before it and leaves what it wrote. Where the same syntax finds the same things again, what it
left is put in place and it need not be run. Ids and places of a unit come from its home, so they do not depend on other units.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from gradsight.domain.objects import Object
from gradsight.domain.same import identical
from gradsight.domain.search import Search
from gradsight.domain.state import Mode, Names, Reads, State
from gradsight.domain.values import Value
from gradsight.interpret.machine import Machine
from gradsight.interpret.notes import Notes
from gradsight.interpret.project import same_source
from gradsight.meaning import Meaning
from gradsight.syntax import Module, Source


@dataclass(frozen=True, slots=True)
class Situation:
    """What a unit depends on as a whole."""

    key: tuple[Hashable, ...]
    """What is compared as it is: the syntax, and what is counted or on and off."""
    mode: Mode
    values: tuple[object, ...] = ()
    """What is passed to it."""

    def same(self, other: Situation) -> bool:
        if self.key != other.key or not _same(self.mode, other.mode) or len(self.values) != len(other.values):
            return False
        return all(map(_same, self.values, other.values))


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit has read, with what it found; None for what was not there."""

    objects: Mapping[int, Object | None]
    names: Mapping[tuple[int, str], Value | None]
    searches: Mapping[Search, list[int]]
    sources: Mapping[str, Source | None]
    meanings: Mapping[str, Meaning | None]

    def still(self, machine: Machine) -> bool:
        """Whether it would find the same now."""
        state = machine.state
        peek = state.heap.peek
        # Nearly always nothing has changed, and then no call is made.
        for id, found in self.objects.items():
            if (now := peek(id)) is not found and not identical(now, found):
                return False
        for (scope, name), value in self.names.items():
            if (there := state.peek(scope, name)) is not value and not identical(there, value):
                return False
        return (
            all(sorted(search.find(state.heap)) == found for search, found in self.searches.items())
            and all(same_source(machine.source_of(name), found) for name, found in self.sources.items())
            and all(machine.meaning(name) == found for name, found in self.meanings.items())
        )


def given(start: State, reads: Reads, notes: Notes) -> Given:
    """What was read of the state that a unit began with."""
    objects = {id: start.heap.peek(id) for id in reads.objects}
    names = {key: start.peek(*key) for key in reads.names}
    searches = {search: sorted(search.find(start.heap)) for search in reads.searches}
    return Given(objects, names, searches, notes.asked, notes.wondered)


def _same(now: object, then: object) -> bool:
    """The call is saved where nothing has changed, which is nearly always."""
    return now is then or identical(now, then)


@dataclass(frozen=True, slots=True)
class Left:
    """What a unit has changed: objects and scopes of its own, names in scopes that were there before it (None: unbound)."""

    objects: Mapping[int, Object]
    scopes: Mapping[int, Names]
    names: Mapping[int, Mapping[str, Value | None]]
    mode: Mode
    certain: bool
    dead: bool
    result: Value | None

    def put(self, state: State) -> None:
        dict.update(state.heap, self.objects)
        state.heap.journal.extend(self.objects)
        state.scopes.update(self.scopes)
        state.heap.journal.extend(self.scopes)
        for scope, changed in self.names.items():
            names = state.names(scope)
            for name, value in changed.items():
                if value is None:
                    names.pop(name, None)
                else:
                    names[name] = value
        state.mode, state.certain, state.dead = self.mode, self.certain, self.dead


def left(start: State, end: State, result: Value | None) -> Left:
    """What differs between the two states that a unit began and ended with."""
    written = dict.fromkeys(end.heap.journal)
    objects = {id: found for id in written if (found := end.heap.peek(id)) is not None}
    scopes = {id: end.scopes[id] for id in written if id in end.scopes}
    names = {id: _changed(start.scopes[id], scopes.pop(id)) for id in list(scopes) if id in start.scopes}
    return Left(objects, scopes, names, end.mode, end.certain, end.dead, result)


def _changed(before: Names, after: Names) -> dict[str, Value | None]:
    changed: dict[str, Value | None] = {name: value for name, value in after.items() if before.get(name) is not value}
    return changed | dict.fromkeys(before.keys() - after.keys())


@dataclass(frozen=True, slots=True)
class Spent:
    """What a unit took of what is counted."""

    steps: int = 0
    backwards: int = 0
    imported: int = 0
    """Steps that imports took."""
    ids: int = 0

    def since(self, begun: Spent) -> Spent:
        """What was taken in between."""
        steps, backwards = self.steps - begun.steps, self.backwards - begun.backwards
        return Spent(steps, backwards, self.imported - begun.imported, self.ids - begun.ids)


@dataclass(frozen=True, slots=True)
class Unit:
    """`texts` are those that it imported."""

    situation: Situation
    given: Given
    left: Left
    notes: Notes
    spent: Spent
    texts: Mapping[str, Module]
