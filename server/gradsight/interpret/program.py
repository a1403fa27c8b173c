"""Runs a whole module: its blocks in order, then what nobody called."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import partial

import libcst as cst

from gradsight.domain.events import Log
from gradsight.domain.state import State
from gradsight.domain.values import Class, Function, Unknown, Value
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
from gradsight.interpret.classes import bare, define_class, instantiate
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.functions import run_function
from gradsight.interpret.machine import STEPS, STEPS_UNCALLED, Machine, OutOfSteps
from gradsight.interpret.parameters import open_arguments
from gradsight.interpret.recorder import Recorder
from gradsight.interpret.variables import forget
from gradsight.knowledge.host import Args
from gradsight.syntax import ALONE, Block, ClassBlock, Module, Project


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has learnt. `complete` is False where it ran out of steps."""

    recorder: Recorder
    log: Log
    machine: Machine
    complete: bool


def run(module: Module, path: str, project: Project = ALONE) -> Run:
    """Interprets one module as a program."""
    machine = Machine(path, module, project)
    scope = machine.id()
    machine.module_scope = scope
    machine.state.open(scope)
    modules.begin(machine)
    complete = _within_steps(machine, STEPS, lambda: run_blocks(machine, module.blocks, scope, path))
    complete = _uncalled(machine, scope) and complete
    return Run(machine.recorder, machine.log, machine, complete)


def _within_steps(machine: Machine, limit: int, run_part: Callable[[], None]) -> bool:
    """Runs a part of the program; where it is too long, what was seen in it is unknown. Answers whether it came to its end."""
    machine.steps, machine.limit = 0, limit
    machine.recorder.begin()
    try:
        run_part()
    except OutOfSteps:
        why = Why(machine.frames[0].statement, "the program is too long to follow to its end")
        machine.recorder.give_up(Unknown(why, tainted=True))
        machine.frames.clear()
        return False
    return True


def run_blocks(machine: Machine, blocks: Many[Block | ClassBlock], scope: int, path: str) -> None:
    """Runs the top-level blocks of one file in their scope; after `raise` or `sys.exit` the rest is run all the same,
    since definitions in it matter. What such a file is imported by goes on only hypothetically."""
    imported = path != machine.path
    for block in blocks:
        frame = _frame(machine, block.header if isinstance(block, ClassBlock) else block, scope, path)
        machine.frames.append(frame)
        _block(machine, block)
        machine.frames.pop()
        if machine.state.dead:
            machine.state.dead = False
            if imported:
                machine.fail()
        if not imported:
            machine.collect()


def _frame(machine: Machine, block: Block, scope: int, path: str) -> Frame:
    code = Code(cst.Pass(), block.start, block.tree.spans, path)
    start = Place(path, block.start, block.start)
    return Frame(code, scope, is_class=scope in machine.classes, captured=True, statement=start)


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
    forget(machine, block.names, Place(machine.frame.code.path, block.problem.start, block.problem.end))


def _members(machine: Machine, members: Many[Block | ClassBlock]) -> None:
    scope, path = machine.frame.scope, machine.frame.code.path
    for member in members:
        outer = machine.frames[-1]
        inner = _frame(machine, member.header if isinstance(member, ClassBlock) else member, scope, path)
        inner.function, inner.is_class = outer.function, True
        machine.frames.append(inner)
        _block(machine, member)
        machine.frames.pop()


def _uncalled(machine: Machine, scope: int) -> bool:
    """Runs what nobody called with unknown arguments, each from the state at the end of the module."""
    complete = True
    machine.collect(force=True)
    machine.state.dead = False
    start = machine.state
    receivers: dict[int, Receiver] = {}
    done = 0
    while done < len(machine.functions):
        function = machine.functions[done]
        done += 1
        if not isinstance(function, Function) or function.code in machine.called:
            continue
        cls = _instance_of(machine, function)
        if cls is not None and cls.scope not in receivers:
            _begin(machine, function, start, scope)
            complete = _within_steps(machine, STEPS_UNCALLED, partial(_make, machine, cls, receivers)) and complete
            start = machine.state if cls.scope in receivers else start
        _begin(machine, function, start, scope)
        run_open = partial(_call_open, machine, function, None if cls is None else receivers.get(cls.scope))
        complete = _within_steps(machine, STEPS_UNCALLED, run_open) and complete
    return complete


@dataclass(frozen=True, slots=True)
class Receiver:
    """An instance on which the methods of a class are run that nobody calls; whether its `__init__` may come to its end."""

    value: Value
    certain: bool


def _begin(machine: Machine, function: Function, start: State, scope: int) -> None:
    machine.state = start.fork()
    machine.state.certain = True
    machine.frames = [Frame(function.code, scope)] if isinstance(function.code, Code) else []
    machine.round, machine.raised, machine.running = "once", [], []


def _make(machine: Machine, cls: Class, receivers: dict[int, Receiver]) -> None:
    """One instance for all methods of a class: what one of them holds is what another trains."""
    mode = machine.state.mode
    made = _instance(machine, cls)
    receivers[cls.scope] = Receiver(made, machine.state.certain)
    machine.state.mode, machine.state.dead = mode, False
    machine.functions.append(made)


def _call_open(machine: Machine, function: Function, receiver_made: Receiver | None) -> None:
    assert isinstance(function.code, Code)
    node = function.code.node
    assert isinstance(node, cst.FunctionDef | cst.Lambda)
    machine.called.add(function.code)
    args = open_arguments(machine, function, node)
    receiver = _receiver(machine, function) if receiver_made is None else receiver_made.value
    machine.state.certain = receiver_made is None or receiver_made.certain
    if receiver is not None and args.positional:
        args = Args((receiver, *args.positional[1:]), args.keywords, args.more)
    from gradsight.interpret.yields import has_yield

    frame = Frame(function.code, 0, generator=True) if has_yield(function.code) else None
    run_function(machine, function, args, frame)


def _instance_of(machine: Machine, function: Function) -> Class | None:
    """The class on an instance of which a method is called; None for functions, constructors and methods of classes."""
    if function.owner is None or function.flavour in ("staticmethod", "classmethod") or function.name in INIT:
        return None
    return machine.classes.get(function.owner)


INIT = ("__init__", "__new__")


def _receiver(machine: Machine, function: Function) -> Value | None:
    """What a constructor or a method of a class is called on."""
    cls = machine.classes.get(function.owner) if function.owner is not None else None
    if cls is None or function.flavour == "staticmethod":
        return None
    return cls if function.flavour == "classmethod" else machine.new(bare(machine, cls, None, machine.statement))


def _instance(machine: Machine, cls: Class) -> Value:
    """An instance made with unknown arguments."""
    from gradsight.interpret.classes import find_method

    init = find_method(machine, cls, "__init__")
    args = Args()
    if isinstance(init, Function) and isinstance(init.code, Code):
        node = init.code.node
        assert isinstance(node, cst.FunctionDef | cst.Lambda)
        given = open_arguments(machine, init, node)
        args = Args(given.positional[1:], given.keywords, given.more)
    else:
        args = Args((), {}, _anything(machine, cls))
    return instantiate(machine, cls, args, machine.statement)


def _anything(machine: Machine, cls: Class) -> Value | None:
    return Unknown(Why(machine.statement, f"arguments of `{cls.name}`, which nothing here makes"))
