"""Import statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from gradsight.domain.values import NONE, Library, Literal, ProjectModule, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.forms import executes
from gradsight.interpret.machine import Machine
from gradsight.interpret.modules import OPEN, absolute, load, member, public, unread
from gradsight.interpret.variables import TYPED, bind
from gradsight.knowledge.dispatch import library_attribute
from gradsight.knowledge.host import Call
from gradsight.knowledge.python.stars import star_names
from gradsight.knowledge.registry import handles


@executes(cst.Import)
def import_statement(machine: Machine, node: cst.Import) -> None:
    machine.frame.statement = machine.place(node)
    for alias in node.names:
        name = dotted(alias.name)
        module = load(machine, name, machine.place(alias.name))
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            named = library_attribute(*_split(name)) if isinstance(module, Library) else module
            bind(machine, alias.asname.name.value, named)
        else:
            top = name.partition(".")[0]
            bind(machine, top, load(machine, top, machine.place(alias.name)))


@executes(cst.ImportFrom)
def import_from(machine: Machine, node: cst.ImportFrom) -> None:
    machine.frame.statement = place = machine.place(node)
    written = "" if node.module is None else dotted(node.module)
    name = absolute(machine, len(node.relative), written)
    if name is None:
        module: Value = Library("." * len(node.relative) + written)
    else:
        module = load(machine, name, place)
    if isinstance(node.names, cst.ImportStar):
        _star(machine, module, place)
        return
    for alias in node.names:
        inner = dotted(alias.name)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else inner
        bind(machine, bound, _member(machine, module, inner, place))


def _member(machine: Machine, module: Value, name: str, place: Place) -> Value:
    match module:
        case ProjectModule():
            return member(machine, module, name, place)
        case Library():
            return machine.attribute(module, name, place)
    return module


def _star(machine: Machine, module: Value, place: Place) -> None:
    """`from module import *`; where its names are not all known, any name may come from it."""
    open_end: Value = module
    match module:
        case ProjectModule():
            for name in public(machine, module):
                bind(machine, name, member(machine, module, name, place))
            open_end = unread(machine, module)
        case Library(library):
            for name in star_names(library):
                bind(machine, name, library_attribute(library, name))
            text = f"it may come from `{library}`, whose names are not known"
            open_end = (
                NONE if library in ("math", "typing") or library.startswith("torch") else Unknown(Why(place, text))
            )
    if open_end != NONE:
        bind(machine, OPEN, open_end)


@handles("importlib.import_module", "builtins.__import__")
def import_module(call: Call) -> Value:
    """`import_module("package.module")`: runs it as an import does. `__import__` gives the outermost package."""
    machine, name, package = call.host, call.arg(0, "name"), call.arg(1, "package")
    text = name.value if isinstance(name, Literal) else None
    if not isinstance(machine, Machine) or not isinstance(text, str):
        return call.unknown("which module is imported here is not known")
    if text.startswith("."):
        around = package.value if isinstance(package, Literal) else None
        level = len(text) - len(text.lstrip("."))
        parts = around.split(".") if isinstance(around, str) else []
        if len(parts) < level:
            return call.unknown("which module is imported here is not known")
        text = ".".join([*parts[: len(parts) - level + 1], text.lstrip(".")])
    found = load(machine, text, call.place)
    return found if call.name.startswith("importlib") else load(machine, text.partition(".")[0], call.place)


def note_types(machine: Machine, body: cst.BaseSuite) -> None:
    """Imports under `if TYPE_CHECKING`: what the names of libraries mean in annotations. Nothing is run."""
    for line in body.body:
        for each in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(each, cst.Import):
                for name, meaning in _typed_modules(each):
                    if machine.source_of(meaning.name.partition(".")[0]) is None:
                        bind(machine, TYPED + name, meaning)
            elif isinstance(each, cst.ImportFrom) and each.module is not None and not each.relative:
                _note_members(machine, dotted(each.module), each.names)


def _typed_modules(node: cst.Import) -> Iterator[tuple[str, Library]]:
    for alias in node.names:
        name = dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            yield alias.asname.name.value, Library(name)
        else:
            yield name.partition(".")[0], Library(name.partition(".")[0])


def _note_members(machine: Machine, module: str, names: Sequence[cst.ImportAlias] | cst.ImportStar) -> None:
    if isinstance(names, cst.ImportStar) or machine.source_of(module.partition(".")[0]) is not None:
        return
    for alias in names:
        name = dotted(alias.name)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
        bind(machine, TYPED + bound, library_attribute(module, name))


def _split(name: str) -> tuple[str, str]:
    parent, _, last = name.rpartition(".")
    return parent, last


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    assert isinstance(node, cst.Name)
    return node.value
