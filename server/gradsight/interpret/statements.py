"""Simple statements."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.values import NONE, Method, Plain
from gradsight.interpret.attempts import note_raised
from gradsight.interpret.forms import executes
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind, globals_of


@executes(cst.SimpleStatementLine)
def line(machine: Machine, node: cst.SimpleStatementLine) -> None:
    machine.body(node.body)


@executes(cst.SimpleStatementSuite)
def suite(machine: Machine, node: cst.SimpleStatementSuite) -> None:
    machine.body(node.body)


@executes(cst.IndentedBlock)
def indented(machine: Machine, node: cst.IndentedBlock) -> None:
    machine.body(node.body)


@executes(cst.Expr)
def expression(machine: Machine, node: cst.Expr) -> None:
    machine.frame.statement = machine.place(node)
    value = machine.eval(node.value)
    if isinstance(value, Method) and isinstance(node.value, cst.Attribute):
        place = machine.place(node.value)
        machine.log.add(Fault(machine.visit(place), "not-called", text=node.value.attr.value))


@executes(cst.Return)
def return_statement(machine: Machine, node: cst.Return) -> None:
    machine.frame.statement = machine.place(node)
    value = NONE if node.value is None else machine.eval(node.value)
    machine.frame.returns.append((machine.state.fork(), value))
    machine.state.dead = True


@executes(cst.Raise)
def raise_statement(machine: Machine, node: cst.Raise) -> None:
    machine.frame.statement = machine.place(node)
    if node.exc is not None:
        machine.eval(node.exc)
    if node.cause is not None:
        machine.eval(node.cause.item)
    note_raised(machine.attempts, machine.state)
    machine.state.dead = True


@executes(cst.Global, cst.Nonlocal)
def outer_names(machine: Machine, node: cst.Global | cst.Nonlocal) -> None:
    for item in node.names:
        name = item.name.value
        scope = globals_of(machine) if isinstance(node, cst.Global) else _enclosing(machine, name)
        machine.frame.outer_names[name] = scope


def _enclosing(machine: Machine, name: str) -> int:
    """The nearest scope around this one that binds the name."""
    scope = machine.state.enclosing(machine.frame.scope)
    while scope is not None and machine.state.look(scope, name) is None:
        scope = machine.state.enclosing(scope)
    return globals_of(machine) if scope is None else scope


@executes(cst.TypeAlias)
def type_alias(machine: Machine, node: cst.TypeAlias) -> None:
    bind(machine, node.name.value, Plain("object"))
