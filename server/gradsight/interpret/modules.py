"""Modules of the project: each runs once, at its first import, in a scope of its own."""

from __future__ import annotations

from gradsight.domain.values import NONE, TRUE, Library, Literal, ProjectModule, Unknown, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.limits import DEPTH, OutOfSteps
from gradsight.interpret.machine import Machine
from gradsight.interpret.project import MODULE_SCOPE, MODULES
from gradsight.interpret.questions import Splits
from gradsight.interpret.variables import globals_of
from gradsight.knowledge.host import Args
from gradsight.syntax import Source

PENDING = "*pending"
"""Bound in the scope of a package around the opened file, which is taken as imported, until a name of it is asked for."""
OPEN = "*open"
"""Bound where a star import may have bound any name, to the unknown value that such a name has."""


def begin(machine: Machine) -> None:
    """Opens the table of modules. The opened file is in it under its own name, as far as it has come."""
    project = machine.project
    machine.state.open(MODULES)
    if project.name:
        machine.memory.packages[MODULE_SCOPE] = _package(project.name, project.package)
        machine.state.names(MODULES)[project.name] = ProjectModule(project.name, MODULE_SCOPE)
        around = project.name.rpartition(".")[0]
        while around and machine.source_of(around) is not None:
            module = _opened(machine, around)
            machine.state.names(module.scope)[PENDING] = TRUE
            around = around.rpartition(".")[0]


def _package(name: str, package: bool) -> str:
    return name if package else name.rpartition(".")[0]


def absolute(machine: Machine, level: int, name: str) -> str | None:
    """The dotted name that a relative import means here; None if it leaves the outermost package."""
    scope = globals_of(machine)
    parts = machine.memory.packages.get(scope, "").split(".")
    if level == 0:
        return name
    if not parts[0] or level > len(parts):
        return None
    return ".".join([*parts[: len(parts) - level + 1], *([name] if name else [])])


def load(machine: Machine, name: str, place: Place) -> Value:
    """The module of that dotted name, after those around it; `Library` for what is not of the project."""
    known = _known(machine, name)
    if known is not None:
        return known
    parent, _, last = name.rpartition(".")
    outer = load(machine, parent, place) if parent else None
    if isinstance(outer, Library):
        return Library(name)
    if isinstance(outer, Unknown):
        return outer
    known = _known(machine, name)
    if known is not None:
        return known
    source = machine.source_of(name)
    if source is None:
        return Library(name) if outer is None else _absent(machine, parent, last, place)
    module = _import(machine, source, place)
    if isinstance(outer, ProjectModule):
        machine.state.names(outer.scope)[last] = module
    return module


def _absent(machine: Machine, parent: str, last: str, place: Place) -> Unknown:
    """A package of the project without that module: the import raises, which matters where that is expected."""
    if machine.attempts:
        machine.fail()
    return Unknown(Why(place, f"`{parent}` has no module `{last}`"))


def _known(machine: Machine, name: str) -> Value | None:
    return machine.state.look(MODULES, name)


def _opened(machine: Machine, name: str) -> ProjectModule:
    """The module with an empty scope. On every path it has the same one."""
    scope, source = machine.memory.scope(name), machine.source_of(name)
    assert source is not None
    machine.state.open(scope)
    package = machine.memory.packages[scope] = _package(name, source.package)
    own = {"__name__": name, "__file__": source.path, "__package__": package}
    machine.state.names(scope).update({key: literal(value) for key, value in own.items()})
    module = ProjectModule(name, scope)
    machine.state.names(MODULES)[name] = module
    return module


def _import(machine: Machine, source: Source, place: Place) -> Value:
    """Runs the module; other imports of it meanwhile see as much of it as there is."""
    trouble = source.problem
    if not trouble and len(machine.frames) > DEPTH:
        trouble = "the imports are nested too deeply to follow"
    if not trouble and machine.imports.steps <= 0:
        trouble = "too much is imported to run it all"
    if trouble:
        unknown = Unknown(Why(place, f"`{source.name}`: {trouble}"), tainted=True)
        machine.state.names(MODULES)[source.name] = unknown
        return unknown
    module = _opened(machine, source.name)
    _run(machine, source, module, place)
    return module


def _run(machine: Machine, source: Source, module: ProjectModule, place: Place) -> None:
    """Runs the blocks within the steps that are left for imports; where they end, all names of the module are open."""
    from gradsight.interpret.program import run_blocks

    if source.module is None:
        return
    machine.read(source.path, source.module)
    before, depth, running = machine.state.fork(), len(machine.frames), len(machine.running)
    attempts = len(machine.attempts)
    steps, limit, splits = machine.steps, machine.limit, machine.splits
    machine.steps, machine.limit, machine.splits = 0, machine.imports.steps, Splits(never=True)
    try:
        run_blocks(machine, source.module.blocks, module.scope, source.path)
    except OutOfSteps:
        del machine.frames[depth:], machine.running[running:], machine.attempts[attempts:]
        machine.state = before
        why = Why(place, f"`{source.name}` is too long to run when it is imported")
        machine.state.names(module.scope)[OPEN] = Unknown(why, tainted=True)
    machine.imports.steps -= machine.steps
    machine.steps, machine.limit, machine.splits = steps, limit, splits


def attribute(machine: Machine, module: ProjectModule, name: str, place: Place) -> Value:
    """`module.name`."""
    found = _attribute(machine, module, name)
    if found is not None:
        return found
    hook = _attribute(machine, module, "__getattr__")
    if hook is not None:
        return machine.call(hook, Args((literal(name),)), place)
    return _missing(machine, module, name, place)


def _missing(machine: Machine, module: ProjectModule, name: str, place: Place) -> Unknown:
    unread = machine.state.look(module.scope, OPEN)
    why = () if not isinstance(unread, Unknown) else (unread.why,)
    return Unknown(Why(place, f"`{module.name}` has no `{name}` as far as it was read", why), tainted=bool(why))


def _attribute(machine: Machine, module: ProjectModule, name: str) -> Value | None:
    found = machine.state.look(module.scope, name)
    source = machine.source_of(module.name)
    if found is None and source is not None and machine.state.look(module.scope, PENDING) is not None:
        machine.state.names(module.scope).pop(PENDING)
        _run(machine, source, module, machine.statement)
        found = machine.state.look(module.scope, name)
    return found


def member(machine: Machine, module: ProjectModule, name: str, place: Place) -> Value:
    """What `from module import name` binds: an attribute, else a module below it."""
    found = _attribute(machine, module, name)
    if found is not None:
        return found
    source = machine.source_of(module.name)
    below = f"{module.name}.{name}"
    if source is not None and source.package and machine.source_of(below) is not None:
        return load(machine, below, place)
    if source is not None and source.module is None and not source.problem:
        return _absent(machine, module.name, name, place)
    return attribute(machine, module, name, place)


def public(machine: Machine, module: ProjectModule) -> tuple[str, ...]:
    """The names that `from module import *` binds."""
    listed = _attribute(machine, module, "__all__")
    names = machine.state.bound(module.scope)
    own = tuple(name for name in names if name.isidentifier() and not name.startswith("_"))
    if listed is None:
        return own
    items = machine.iterate(listed)
    wanted = [item.value for item in items.known if isinstance(item, Literal) and isinstance(item.value, str)]
    exact = items.rest is None and len(wanted) == len(items.known)
    return tuple(wanted) if exact else tuple(dict.fromkeys([*wanted, *own]))


def unread(machine: Machine, module: ProjectModule) -> Value:
    """The value of names that the module may have besides those that are known; None if there are none."""
    return machine.state.look(module.scope, OPEN) or NONE
