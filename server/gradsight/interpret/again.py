"""Runs a unit, or puts in place what it left when it last found the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from gradsight.domain.collect import collect
from gradsight.domain.events import unfinished
from gradsight.domain.state import Clock, Heap, Reads, State
from gradsight.domain.values import NONE, Function, Tuple, Value
from gradsight.findings import Place
from gradsight.interpret.frames import site
from gradsight.interpret.limits import PART_DIVIDED, OutOfSteps
from gradsight.interpret.machine import Machine
from gradsight.interpret.notes import Notes
from gradsight.interpret.questions import Splits
from gradsight.interpret.units import Situation, Spent, Unit, given, left
from gradsight.knowledge.host import Args

WINDOW = 1 << 10
"""Calls begin with ids that are multiples of this, so that what one makes more or less does not move those of the next."""
FEWEST = 20
"""A call with fewer steps is sooner run than compared."""


def run_unit(
    machine: Machine, syntax: tuple[Hashable, ...], home: int, known: Unit | None, run: Callable[[], Value | None]
) -> Unit:
    """A top-level statement, or a function that nobody calls."""
    situation = Situation(_key(machine, syntax), machine.state.mode)
    if known is not None and _applies(machine, known, situation):
        _reuse(machine, known)
        return known
    begun = _Begun(machine)
    attempt = partial(_from_home, machine, home, situation, known, run)
    unit = attempt(Splits(machine.steps + (machine.limit - machine.steps) // PART_DIVIDED))
    if unit.notes.stopped is not None and machine.splits.ever:
        begun.restore(machine)
        unit = attempt(Splits(never=True))
    machine.limit, machine.splits = begun.limit, Splits()
    return unit


def _from_home(
    machine: Machine,
    home: int,
    situation: Situation,
    known: Unit | None,
    run: Callable[[], Value | None],
    splits: Splits,
) -> Unit:
    machine.clock, machine.splits = Clock(home), splits
    return _run(machine, situation, _notes(machine, known), lambda: _to_its_end(machine, run))


class _Begun:
    """Where the machine stood before a unit, which is run anew without splits if they took too many steps."""

    def __init__(self, machine: Machine) -> None:
        self.state, self.steps, self.limit = machine.state, machine.steps, machine.limit
        self.backwards, self.mros = machine.backwards, dict(machine.mros)
        self.frames, self.running, self.attempts = [*machine.frames], [*machine.running], [*machine.attempts]

    def restore(self, machine: Machine) -> None:
        machine.state, machine.steps, machine.limit = self.state, self.steps, self.limit
        machine.backwards, machine.mros = self.backwards, self.mros
        machine.frames, machine.running, machine.attempts = self.frames, self.running, self.attempts
        machine.round, machine.again = "once", {}


def run_call(machine: Machine, function: Function, args: Args, run: Callable[[], Value]) -> Value:
    """A call of a function of the program inside a unit."""
    apart = not (machine.attempts or machine.recorder.muted or machine.recorder.vague)
    if not apart or function.code in machine.running:
        return run()
    outer, begin = machine.state, machine.clock.align(WINDOW)
    unit = _run_inside(machine, machine.notes, begin, _call(machine, function, args), run)
    machine.clock.align(WINDOW)
    outer.heap.reads.add(unit.given.objects, unit.given.names, unit.given.searches)
    return NONE if unit.left.result is None else unit.left.result


def _run_inside(machine: Machine, around: Notes, begin: int, situation: Situation, run: Callable[[], Value]) -> Unit:
    outer, unit = machine.state, around.earlier.get(begin)
    if unit is not None and _applies(machine, unit, situation):
        _reuse(machine, unit)
        machine.clock.now += unit.spent.ids
        around.absorb(unit.notes)
    else:
        notes = _notes(machine, unit)
        try:
            unit = _run(machine, situation, notes, run)
        finally:
            around.absorb(notes)
        machine.state.heap.resume(outer.heap)
    if unit.spent.steps >= FEWEST and unit.notes.called.isdisjoint(machine.running):
        around.calls[begin] = unit
    return unit


def _notes(machine: Machine, known: Unit | None) -> Notes:
    return Notes(machine.recorder.inside(), earlier={} if known is None else known.notes.calls)


def _call(machine: Machine, function: Function, args: Args) -> Situation:
    statement = machine.statement
    led = site(machine.frames, machine.path, statement)
    where = (function.code, statement, led, machine.round, len(machine.frames), len(machine.splits.groups))
    values = (function, args.positional, args.keywords, args.more, args.places)
    return Situation(_key(machine, where), machine.state.mode, values)


def _key(machine: Machine, syntax: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    return (*syntax, machine.state.certain, machine.backwards > 0, machine.twice, machine.saves, machine.splits.never)


def _applies(machine: Machine, known: Unit, situation: Situation) -> bool:
    """Where it would now come to a limit it has to be run, to stop at the right place."""
    enough = known.notes.stopped is None and machine.steps + known.spent.steps <= machine.limit
    if not enough or (known.spent.imported and machine.imports.steps <= known.spent.imported):
        return False
    if not known.notes.called.isdisjoint(machine.running):
        return False
    return known.situation.same(situation) and known.given.still(machine)


def _reuse(machine: Machine, known: Unit) -> None:
    known.left.put(machine.state)
    machine.backwards += known.spent.backwards
    machine.steps += known.spent.steps
    machine.imports.steps -= known.spent.imported
    for path, module in known.texts.items():
        machine.read(path, module)


def _run(machine: Machine, situation: Situation, notes: Notes, run: Callable[[], Value | None]) -> Unit:
    start, reads = machine.state, Reads(oldest=machine.clock.now + 1)
    start.owned.clear()  # from here on its scopes are shared
    machine.state = State(Heap(start.heap, (), reads), start.scopes.copy(), start.mode, start.certain)
    begun, texts, around = _spent(machine), set(machine.imports.texts), machine.note_in(notes)
    try:
        result = run()
    finally:
        machine.note_in(around)
        notes.earlier = {}  # or each run would keep all runs before it alive
    imported = {path: module for path, module in machine.imports.texts.items() if path not in texts}
    end = machine.state
    end.owned.clear()
    spent = _spent(machine).since(begun)
    return Unit(situation, given(start, reads, notes), left(start, end, result), notes, spent, imported)


def _to_its_end(machine: Machine, run: Callable[[], Value | None]) -> Value | None:
    since = machine.mark()
    try:
        result = run()
        extra = (*machine.notes.functions, *(() if result is None else (result,)))
        collect(machine.state, since, Tuple(extra))
        return result
    except (OutOfSteps, RecursionError):
        machine.notes.stopped = _where(machine)
        machine.notes.log = unfinished(machine.notes.log)
        return None


def _spent(machine: Machine) -> Spent:
    return Spent(machine.steps, machine.backwards, -machine.imports.steps, machine.clock.now)


def _where(machine: Machine) -> Place:
    """The statement of the unit that is run now, or the function that is run on its own."""
    outermost = machine.frames[0]
    return outermost.statement if outermost.statement.path else outermost.code.place(outermost.code.node)
