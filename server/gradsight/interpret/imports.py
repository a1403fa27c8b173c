"""Import statements."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.values import NONE, Library, ProjectModule, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.machine import Machine, executes
from gradsight.interpret.modules import OPEN, absolute, load, member, public, unread
from gradsight.interpret.variables import bind
from gradsight.knowledge.dispatch import library_attribute
from gradsight.knowledge.python.stars import star_names


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
        case Library(library):
            return library_attribute(library, name)
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


def _split(name: str) -> tuple[str, str]:
    parent, _, last = name.rpartition(".")
    return parent, last


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    assert isinstance(node, cst.Name)
    return node.value
