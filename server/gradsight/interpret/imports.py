"""Import statements."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.values import Library
from gradsight.interpret.machine import Machine, executes
from gradsight.interpret.variables import bind
from gradsight.knowledge.dispatch import library_attribute
from gradsight.knowledge.python.stars import star_names


@executes(cst.Import)
def import_statement(machine: Machine, node: cst.Import) -> None:
    for alias in node.names:
        name = dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bind(machine, alias.asname.name.value, library_attribute(*_split(name)))
        else:
            top = name.partition(".")[0]
            bind(machine, top, Library(top))


@executes(cst.ImportFrom)
def import_from(machine: Machine, node: cst.ImportFrom) -> None:
    module = "." * len(node.relative) + ("" if node.module is None else dotted(node.module))
    if isinstance(node.names, cst.ImportStar):
        for name in star_names(module):
            bind(machine, name, library_attribute(module, name))
        return
    for alias in node.names:
        name = dotted(alias.name)
        bound = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
        bind(machine, bound, library_attribute(module, name))


def _split(name: str) -> tuple[str, str]:
    parent, _, last = name.rpartition(".")
    return parent, last


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` as text."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    assert isinstance(node, cst.Name)
    return node.value
