"""Units of a run: a top-level statement of the opened file, or a function of it that nobody calls.

A unit reads some of what was there before it and leaves what it wrote. Where the same syntax finds the same things again, what it
left is put in place and it need not be run. Ids and places of a unit come from its home, so they do not depend on other units.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from gradsight.domain.collect import collect
from gradsight.domain.events import Log, unfinished
from gradsight.domain.objects import Object
from gradsight.domain.same import identical
from gradsight.domain.state import Clock, Heap, Mode, Names, Reads, State
from gradsight.domain.values import Tuple, Value
from gradsight.findings import Place
from gradsight.interpret.frames import Code
from gradsight.interpret.limits import OutOfSteps
from gradsight.interpret.machine import Machine
from gradsight.interpret.project import same_source
from gradsight.interpret.recorder import Recorder
from gradsight.meaning import Meaning
from gradsight.syntax import Module, Source


@dataclass(frozen=True, slots=True)
class Situation:
    """What a unit depends on as a whole."""

    syntax: tuple[Hashable, ...]
    mode: Mode
    certain: bool
    backwards: bool
    """Whether any backward has run."""
    twice: bool
    saves: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit has read, with what it found; None for what was not there."""

    objects: Mapping[int, Object | None]
    names: Mapping[tuple[int, str], Value | None]
    views: Mapping[int, list[int]]
    sources: Mapping[str, Source | None]
    meanings: Mapping[str, Meaning | None]

    def still(self, machine: Machine) -> bool:
        """Whether it would find the same now."""
        state = machine.state
        return (
            all(_same(state.heap.peek(id), found) for id, found in self.objects.items())
            and all(_same(state.peek(*key), found) for key, found in self.names.items())
            and all(state.heap.views(id) == found for id, found in self.views.items())
            and all(same_source(machine.source_of(name), found) for name, found in self.sources.items())
            and all(machine.meaning(name) == found for name, found in self.meanings.items())
        )


@dataclass(frozen=True, slots=True)
class Left:
    """What a unit has changed: objects and scopes of its own, names in scopes that were there before it (None: unbound)."""

    objects: Mapping[int, Object]
    scopes: Mapping[int, Names]
    names: Mapping[int, Mapping[str, Value | None]]
    mode: Mode
    certain: bool
    result: Value | None

    def put(self, state: State) -> None:
        dict.update(state.heap, self.objects)
        state.scopes.update(self.scopes)
        for scope, changed in self.names.items():
            names = state.names(scope)
            for name, value in changed.items():
                if value is None:
                    names.pop(name, None)
                else:
                    names[name] = value
        state.mode, state.certain = self.mode, self.certain


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a unit has shown: facts, events, the functions it defined and those it called, the texts it imported."""

    recorder: Recorder
    log: Log
    functions: list[Value]
    called: set[Code]
    texts: Mapping[str, Module]
    backwards: int
    steps: int
    imported: int
    """Steps that imports took."""
    stopped: Place | None = None
    """The statement in which the run came to its limit, or to that of our own stack."""


@dataclass(frozen=True, slots=True)
class Unit:
    situation: Situation
    given: Given
    left: Left
    learnt: Learnt


def run_unit(
    machine: Machine,
    syntax: tuple[Hashable, ...],
    home: int,
    known: Unit | None,
    run: Callable[[], Value | None],
) -> Unit:
    """Runs a unit, or puts in place what it left when it last found the same."""
    state = machine.state
    situation = Situation(syntax, state.mode, state.certain, machine.backwards > 0, machine.twice, machine.saves)
    if known is None or not _applies(machine, known, situation):
        return _run(machine, situation, home, run)
    known.left.put(machine.state)
    machine.backwards += known.learnt.backwards
    machine.steps += known.learnt.steps
    machine.imports.steps -= known.learnt.imported
    for path, module in known.learnt.texts.items():
        machine.read(path, module)
    return known


def _same(now: object, then: object) -> bool:
    """The call is saved where nothing has changed, which is nearly always."""
    return now is then or identical(now, then)


def _applies(machine: Machine, known: Unit, situation: Situation) -> bool:
    """Where it would now come to a limit it has to be run, to stop at the right place."""
    learnt = known.learnt
    enough = learnt.stopped is None and machine.steps + learnt.steps <= machine.limit
    if not enough or (learnt.imported and machine.imports.steps <= learnt.imported):
        return False
    return identical(known.situation, situation) and known.given.still(machine)


def _run(machine: Machine, situation: Situation, home: int, run: Callable[[], Value | None]) -> Unit:
    start, reads = machine.state, Reads(oldest=home)
    machine.state = State(Heap(start.heap, (), reads), start.scopes.copy(), start.mode, start.certain)
    machine.clock = Clock(home)
    machine.asked, machine.wondered = {}, {}
    learnt, result = _learn(machine, run)
    left = _left(start, machine.state, result)
    machine.state.owned.clear()
    return Unit(situation, _given(start, reads, machine), left, learnt)


def _learn(machine: Machine, run: Callable[[], Value | None]) -> tuple[Learnt, Value | None]:
    machine.log, machine.recorder = Log(), Recorder()
    machine.assumed, machine.splits = {}, []
    machine.functions, machine.called, machine.grad_reads = [], set(), {}
    backwards, steps, imported = machine.backwards, machine.steps, machine.imports.steps
    texts, since, result = set(machine.imports.texts), machine.mark(), None
    stopped: Place | None = None
    try:
        result = run()
        extra = (*machine.functions, *(() if result is None else (result,)))
        collect(machine.state, since, Tuple(extra))
    except (OutOfSteps, RecursionError):
        stopped = machine.frames[0].statement
        machine.log = unfinished(machine.log)
    learnt = Learnt(
        machine.recorder,
        machine.log,
        machine.functions,
        machine.called,
        {path: module for path, module in machine.imports.texts.items() if path not in texts},
        machine.backwards - backwards,
        machine.steps - steps,
        imported - machine.imports.steps,
        stopped,
    )
    return learnt, result


def _given(start: State, reads: Reads, machine: Machine) -> Given:
    objects = {id: start.heap.peek(id) for id in reads.objects}
    names = {key: start.peek(*key) for key in reads.names}
    views = {id: start.heap.views(id) for id in reads.views}
    return Given(objects, names, views, dict(machine.asked), dict(machine.wondered))


def _left(start: State, end: State, result: Value | None) -> Left:
    written = set(end.heap.journal)
    objects = {id: found for id in written if (found := end.heap.peek(id)) is not None}
    scopes = {id: end.scopes[id] for id in written if id in end.scopes}
    names = {id: _changed(start.scopes[id], scopes.pop(id)) for id in list(scopes) if id in start.scopes}
    return Left(objects, scopes, names, end.mode, end.certain, result)


def _changed(before: Names, after: Names) -> dict[str, Value | None]:
    changed: dict[str, Value | None] = {name: value for name, value in after.items() if before.get(name) is not value}
    return changed | dict.fromkeys(before.keys() - after.keys())
