"""Runs what nobody calls with unknown arguments."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

import libcst as cst

from gradsight.domain.values import ITSELF, Bound, Class, Function, Library, Ref, Unknown, Value, choice
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.again import run_unit
from gradsight.interpret.classes import find_method, library_base
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.functions import run_function
from gradsight.interpret.instances import bare, instantiate, is_tensor_class, own_tensor
from gradsight.interpret.limits import STEPS_ALL_UNCALLED, STEPS_UNCALLED
from gradsight.interpret.machine import Machine
from gradsight.interpret.memory import Memory
from gradsight.interpret.parameters import open_arguments
from gradsight.interpret.project import MODULE_SCOPE
from gradsight.interpret.units import Unit
from gradsight.interpret.unreached import may_change
from gradsight.interpret.yields import has_yield
from gradsight.knowledge.foreign import class_of
from gradsight.knowledge.frameworks.entries import Entry, entry_of
from gradsight.knowledge.host import Args
from gradsight.syntax import HOME
from gradsight.syntax.layout import LAST

_GLOBAL = re.compile(r"^[ \t]+global[ \t]+([\w, \t]+)", re.MULTILINE)
INIT = ("__init__", "__new__")


@dataclass(frozen=True, slots=True)
class Receiver:
    """An instance on which the methods of a class are run that nobody calls; whether its `__init__` may come to its end."""

    value: Value
    certain: bool


class _Uncalled:
    """The functions left, run one after another: each from the state at the end of the module, with the receivers made so far."""

    def __init__(self, machine: Machine, memory: Memory, called: set[Hashable]) -> None:
        self.machine, self.memory, self.called = machine, memory, called
        self.start = machine.state
        self.receivers: dict[int, Receiver | None] = {}
        self.units: dict[Hashable, Unit] = {}
        self.cut_short: dict[Function, Place] = {}
        self.steps = STEPS_ALL_UNCALLED
        """What is left for all."""

    def function(self, function: Function) -> Unit:
        cls = _instance_of(self.machine, function)
        if cls is not None and cls.scope not in self.receivers:
            self._make(cls, function)
        receiver = None if cls is None else self.receivers[cls.scope]
        return self._run(function, (function, receiver), partial(_call_open, self.machine, function, receiver))

    def constructor(self, function: Function) -> bool:
        """Runs an `__init__` by making the instance on which the methods are run; False if it is none, or is not called so."""
        cls = _owner(self.machine, function) if function.name == "__init__" else None
        if cls is None or cls.scope in self.receivers:
            return False
        return function.code in self._make(cls, function).notes.called

    def entry(self, entry: Entry, cls: Class, function: Function) -> None:
        """Runs the methods of a class as the framework runs them."""
        if cls.scope not in self.receivers:
            self._make(cls, function)
        receiver = self.receivers[cls.scope]
        if receiver is not None:
            self._run(
                function, ("entry", function, receiver), partial(_run_entry, self.machine, entry, function, receiver)
            )

    def _make(self, cls: Class, function: Function) -> Unit:
        """One instance for all methods of a class: what one of them holds is what another trains."""
        init = find_method(self.machine, cls, "__init__")
        known = isinstance(init, Function) and init.code in self.called
        learnt = self._run(function, ("instance", cls, known), partial(_instance, self.machine, cls, known))
        made, state = learnt.left.result, self.machine.state
        self.receivers[cls.scope] = None if made is None else Receiver(made, state.certain)
        if made is not None:
            state.mode, state.dead = self.start.mode, False
            self.start = state
        return learnt

    def _run(self, function: Function, syntax: tuple[Hashable, ...], run: Callable[[], Value | None]) -> Unit:
        """Homes follow the order in which they are run, since an instance is older than what is done with it."""
        machine = self.machine
        machine.state = self.start.fork()
        machine.state.certain, machine.state.dead = True, False
        assert isinstance(function.code, Code)
        machine.frames = [Frame(function.code, MODULE_SCOPE)]
        machine.round, machine.attempts, machine.running = "once", [], []
        machine.steps, machine.limit = 0, machine.imports.share(min(STEPS_UNCALLED, self.steps))
        home = (LAST + len(self.units)) * HOME
        unit = self.units[home] = run_unit(machine, syntax, home, self.memory.units.get(home), run)
        machine.imports.open_steps -= machine.steps
        self.steps -= unit.spent.steps
        if unit.notes.stopped is not None:
            self.cut_short[function] = unit.notes.stopped
        return unit

    def given_up(self, before: list[Unit]) -> Place | None:
        """Where a run ended too soon, if what it did not reach may change how functions run."""
        first = next(iter(self.cut_short.values()), None)
        every = [each for unit in (*before, *self.units.values()) for each in unit.notes.functions]
        return first if may_change(self.machine, self.cut_short, every) else None


def run_uncalled(
    machine: Machine, memory: Memory, before: list[Unit]
) -> tuple[dict[Hashable, Unit], dict[Hashable, Place | None]]:
    """Runs each function of the opened file that no unit has called; answers also where what is known of each is given up."""
    machine.state.dead = False
    _open_globals(machine)
    called: set[Hashable] = {code for unit in before for code in unit.notes.called}
    runs = _Uncalled(machine, memory, called)
    todo = deque(function for unit in before for function in unit.notes.functions)
    for function in todo:
        found = _entry_of(machine, function) if isinstance(function, Function) and function.code not in called else None
        if found is not None and isinstance(function, Function):
            runs.entry(*found, function)
    called.update(code for unit in runs.units.values() for code in unit.notes.called)
    todo.extend(function for unit in runs.units.values() for function in unit.notes.functions)
    while todo:
        function = todo.popleft()
        if isinstance(function, Function) and function.code not in called:
            first = len(runs.units)
            if not runs.constructor(function):
                runs.function(function)
            called.add(function.code)
            for unit in list(runs.units.values())[first:]:
                called.update(unit.notes.called)
                todo.extend(unit.notes.functions)
    everywhere = runs.given_up(before)
    return runs.units, {home: unit.notes.stopped or everywhere for home, unit in runs.units.items()}


def _open_globals(machine: Machine) -> None:
    """What functions bind in the module may have changed until a function runs that nobody calls."""
    source = machine.imports.texts[machine.path].text.source
    bound = {name.strip() for line in _GLOBAL.findall(source) for name in line.split(",")}
    names = machine.state.names(MODULE_SCOPE)
    why = Why(Place(machine.path, 0, 0), "other functions set this variable of the module")
    for name in sorted(bound & names.keys()):
        names[name] = choice([names[name], Unknown(why, tainted=True)])


def _entry_of(machine: Machine, function: Function) -> tuple[Entry, Class] | None:
    """What a framework does with instances of the class, if this is the method with which it begins."""
    cls = _owner(machine, function)
    base = None if cls is None else library_base(machine, cls)
    names = _names_of(machine, base) if isinstance(base, Library) else ()
    entry = next((found for name in names if (found := entry_of(name)) is not None), None)
    return None if entry is None or cls is None or function.name != entry.first else (entry, cls)


def _names_of(machine: Machine, base: Library) -> tuple[str, ...]:
    """A library class and those that it derives from, as far as somebody has looked them up."""
    found = class_of(machine, base.name)
    return (base.name, *(() if found is None else found.ancestry()))


def _run_entry(machine: Machine, entry: Entry, function: Function, receiver: Receiver) -> None:
    code = function.code
    assert isinstance(code, Code) and isinstance(code.node, cst.FunctionDef) and isinstance(receiver.value, Ref)
    machine.state.certain = receiver.certain
    place = code.place(code.node.name)
    machine.frame.statement = place
    entry.run(machine, receiver.value, place)


def _call_open(machine: Machine, function: Function, receiver_made: Receiver | None) -> None:
    assert isinstance(function.code, Code)
    node = function.code.node
    assert isinstance(node, cst.FunctionDef | cst.Lambda)
    args = open_arguments(machine, function, node)
    receiver = _receiver(machine, function) if receiver_made is None else receiver_made.value
    machine.state.certain = receiver_made is None or receiver_made.certain
    if receiver is not None and args.positional:
        args = Args((receiver, *args.positional[1:]), args.keywords, args.more)
    frame = Frame(function.code, 0, generator=True) if has_yield(function.code) else None
    run_function(machine, function, args, frame)


def _instance_of(machine: Machine, function: Function) -> Class | None:
    """The class on an instance of which a method is called; None for functions, constructors and methods of classes."""
    if function.flavour in ("staticmethod", "classmethod") or function.name in INIT:
        return None
    return _owner(machine, function)


def _owner(machine: Machine, function: Function) -> Class | None:
    cls = None if function.owner is None else machine.state.look(function.owner, ITSELF)
    return cls if isinstance(cls, Class) else None


def _receiver(machine: Machine, function: Function) -> Value | None:
    """What a constructor or a method of a class is called on."""
    cls = _owner(machine, function)
    if cls is None or function.flavour == "staticmethod":
        return None
    if function.flavour == "classmethod":
        return cls
    if is_tensor_class(machine, cls):
        return own_tensor(cls, machine.statement)
    return machine.new(bare(machine, cls, None, machine.statement))


def _instance(machine: Machine, cls: Class, known: bool) -> Value:
    """An instance made with unknown arguments. Where the program makes some itself, the `__init__` is `known` from there."""
    machine.state.certain = not known
    init = find_method(machine, cls, "__init__")
    args = Args()
    if isinstance(init, Function) and isinstance(init.code, Code):
        node = init.code.node
        assert isinstance(node, cst.FunctionDef | cst.Lambda)
        given = open_arguments(machine, init, node)
        args = Args(given.positional[1:], given.keywords, given.more)
    else:
        args = Args((), {}, Unknown(Why(machine.statement, f"arguments of `{cls.name}`, which nothing here makes")))
    made = instantiate(machine, cls, args, machine.statement)
    machine.state.certain = machine.state.certain or known
    _set_up(machine, cls, made)
    return made


SET_UP = ("setUpClass", "setup_class", "setUp", "setup_method")
"""What test frameworks call before each test."""


def _set_up(machine: Machine, cls: Class, made: Value) -> None:
    for name in SET_UP:
        found = find_method(machine, cls, name)
        if isinstance(found, Function) and not machine.state.dead:
            why = Why(machine.statement, f"an argument of `{name}`")
            receiver = cls if found.flavour == "classmethod" else made
            machine.call(Bound(receiver, found), Args((), {}, Unknown(why)), machine.statement)
