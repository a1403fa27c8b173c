"""Runs a whole module: its blocks in order, then what nobody called."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import partial

import libcst as cst

from gradsight.domain.events import Log, merged
from gradsight.domain.values import Unknown
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret import (  # noqa: F401  # each module registers its language forms
    assigning,
    branching,
    calls,
    comparing,
    comprehensions,
    displays,
    expressions,
    functions,
    imports,
    literals,
    loops,
    modules,
    operators,
    statements,
    subscripts,
    trying,
    variables,
    withing,
)
from gradsight.interpret.again import run_unit
from gradsight.interpret.classes import define_class
from gradsight.interpret.frames import Frame
from gradsight.interpret.limits import STEPS
from gradsight.interpret.living import SEE_ALL, bound_in_loops, read_in
from gradsight.interpret.machine import Machine
from gradsight.interpret.memory import Memory
from gradsight.interpret.project import MODULE_SCOPE
from gradsight.interpret.recorder import Sightings
from gradsight.interpret.uncalled import run_uncalled
from gradsight.interpret.units import Unit
from gradsight.interpret.variables import forget
from gradsight.places import Places
from gradsight.syntax import ALONE, Block, ClassBlock, Module, Project, leaves


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has learnt. `complete` is False where it ran out of steps. `places` tells where things are in the texts."""

    sightings: Sightings
    log: Log
    complete: bool
    places: Places


def run(module: Module, path: str, project: Project = ALONE, memory: Memory | None = None) -> Run:
    """Interprets one module as a program. `memory` is what runs of its former versions have left, and is brought up to date."""
    memory = memory or Memory()
    machine = Machine(path, module, project, memory)
    machine.state.open(MODULE_SCOPE)
    modules.begin(machine)
    units = _top_level(machine, memory, module.blocks)
    stopped = next((unit.notes.stopped for unit in units.values() if unit.notes.stopped), None)
    recorders = [(unit.notes.recorder, _too_long(stopped)) for unit in units.values()]
    uncalled, given_up = run_uncalled(machine, memory, list(units.values()))
    # Where the program itself was cut short, it may call any of them in the part that was not reached.
    recorders += [(unit.notes.recorder, _too_long(stopped or given_up[home])) for home, unit in uncalled.items()]
    memory.keep({**units, **uncalled})
    every = [*units.values(), *uncalled.values()]
    complete = all(unit.notes.stopped is None for unit in every)
    log = merged(unit.notes.log for unit in every)
    return Run(Sightings(recorders), log, complete, Places(machine.imports.layouts))


def _too_long(stopped: Place | None) -> Unknown | None:
    return Unknown(Why(stopped, "the program is too long to follow to its end"), tainted=True) if stopped else None


def _top_level(machine: Machine, memory: Memory, blocks: Many[Block | ClassBlock]) -> dict[Hashable, Unit]:
    """Runs each block of the opened file as a unit, as far as the steps reach."""
    units: dict[Hashable, Unit] = {}
    machine.steps, machine.limit = 0, STEPS
    every = list(leaves(blocks))
    for block in blocks:
        homes = tuple((machine.home(machine.path, leaf), leaf.tree, leaf.misplaced) for leaf in leaves([block]))
        elsewhere = _read_elsewhere(block, every)
        run_block = partial(run_blocks, machine, (block,), MODULE_SCOPE, machine.path, elsewhere)
        home = homes[0][0]
        units[home] = run_unit(machine, (*homes, elsewhere), home, memory.units.get(home), run_block)
        if units[home].notes.stopped is not None:
            break
    return units


def _read_elsewhere(block: Block | ClassBlock, others: Many[Block]) -> frozenset[str] | None:
    """What the loops of a block bind and others read."""
    if isinstance(block, ClassBlock):
        return None
    bound = bound_in_loops(block.tree)
    read = [read_in(other.tree) for other in others if other is not block] if bound else []
    if any(not names.isdisjoint(SEE_ALL) for names in read):
        return None
    return frozenset(name for name in bound if any(name in names for names in read))


def run_blocks(
    machine: Machine,
    blocks: Many[Block | ClassBlock],
    scope: int,
    path: str,
    elsewhere: frozenset[str] | None = None,
) -> None:
    """Runs top-level blocks of one file in their scope; after `raise` or `sys.exit` the rest is run all the same,
    since definitions in it matter. What such a file is imported by goes on only hypothetically."""
    for block in blocks:
        first = block.header if isinstance(block, ClassBlock) else block
        machine.frames.append(_frame(machine, first, scope, path))
        machine.frame.code.elsewhere = elsewhere
        _block(machine, block)
        machine.frames.pop()
        if machine.state.dead:
            machine.state.dead = False
            if path != machine.path:
                machine.fail()


def _frame(machine: Machine, block: Block, scope: int, path: str) -> Frame:
    home = machine.home(path, block)
    code = machine.memory.block(block.tree, home, block.tree.spans, path)
    code.statements, code.lost = block.tree.body, block.names if block.problem is not None else None
    return Frame(code, scope, captured=True, statement=Place(path, home, home))


def _block(machine: Machine, block: Block | ClassBlock) -> None:
    if isinstance(block, ClassBlock):
        header = block.header.tree.body[0]
        assert isinstance(header, cst.ClassDef)
        define_class(machine, header, lambda: _members(machine, block.members))
        if block.header.problem is not None:
            _lost(machine, block.header)
        return
    machine.body(block.tree.body)
    if block.problem is not None:
        _lost(machine, block)


def _lost(machine: Machine, block: Block) -> None:
    assert block.problem is not None
    path = machine.frame.code.path
    start = machine.home(path, block) - block.start
    forget(machine, block.names, Place(path, start + block.problem.start, start + block.problem.end))


def _members(machine: Machine, members: Many[Block | ClassBlock]) -> None:
    scope, path = machine.frame.scope, machine.frame.code.path
    for member in members:
        outer = machine.frames[-1]
        inner = _frame(machine, member.header if isinstance(member, ClassBlock) else member, scope, path)
        inner.function, inner.is_class = outer.function, True
        machine.frames.append(inner)
        _block(machine, member)
        machine.frames.pop()
