"""`if`, `and`, `or`, conditional expressions, `match`, `assert`: paths that part, and what each path then knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.values import NONE, Value
from gradsight.interpret.forms import evaluates, executes
from gradsight.interpret.imports import note_types
from gradsight.interpret.machine import Machine
from gradsight.interpret.narrowing import narrow
from gradsight.interpret.patterns import matches


@executes(cst.If)
def if_statement(machine: Machine, node: cst.If) -> None:
    machine.frame.statement = machine.place(node.test)
    truth = machine.truth(machine.eval(node.test))
    orelse = node.orelse

    def then() -> Value:
        narrow(machine, node.test, True)
        machine.body(node.body.body)
        return NONE

    def otherwise() -> Value:
        narrow(machine, node.test, False)
        if _is_for_type_checking(node.test):
            note_types(machine, node.body)
        if isinstance(orelse, cst.If):
            machine.exec(orelse)
        elif orelse is not None:
            machine.body(orelse.body.body)
        return NONE

    _take(machine, truth, then, otherwise)


def _is_for_type_checking(test: cst.BaseExpression) -> bool:
    name = test.attr if isinstance(test, cst.Attribute) else test
    return isinstance(name, cst.Name) and name.value == "TYPE_CHECKING"


@evaluates(cst.IfExp)
def conditional(machine: Machine, node: cst.IfExp) -> Value:
    def then() -> Value:
        narrow(machine, node.test, True)
        return machine.eval(node.body)

    def otherwise() -> Value:
        narrow(machine, node.test, False)
        return machine.eval(node.orelse)

    return _take(machine, machine.truth(machine.eval(node.test)), then, otherwise)


@evaluates(cst.BooleanOperation)
def boolean(machine: Machine, node: cst.BooleanOperation) -> Value:
    left = machine.eval(node.left)
    go_on = isinstance(node.operator, cst.And)
    truth = machine.truth(left)

    def right() -> Value:
        narrow(machine, node.left, go_on)
        return machine.eval(node.right)

    def stop() -> Value:
        narrow(machine, node.left, not go_on)
        return left

    return _take(machine, truth if go_on or truth is None else not truth, right, stop)


def _take(machine: Machine, truth: Tri, then: Callable[[], Value], otherwise: Callable[[], Value]) -> Value:
    if truth is None:
        return machine.either([then, otherwise])
    return then() if truth else otherwise()


@executes(cst.Assert)
def assertion(machine: Machine, node: cst.Assert) -> None:
    machine.frame.statement = machine.place(node)
    machine.eval(node.test)
    narrow(machine, node.test, True)


@executes(cst.Match)
def match_statement(machine: Machine, node: cst.Match) -> None:
    subject = machine.eval(node.subject)
    _cases(machine, subject, node.cases)


def _cases(machine: Machine, subject: Value, cases: Sequence[cst.MatchCase]) -> None:
    """Tries the first case; where it need not match, the others in turn."""
    if not cases:
        return
    case, others = cases[0], cases[1:]
    start = machine.state.fork()
    answer = matches(machine, case.pattern, subject)
    if answer is not False and case.guard is not None:
        guard = machine.truth(machine.eval(case.guard))
        answer = guard if answer else (False if guard is False else None)

    def taken() -> Value:
        machine.body(case.body.body)
        return NONE

    def rest() -> Value:
        _cases(machine, subject, others)
        return NONE

    if answer is False:
        machine.state = start
    _take(machine, answer, taken, rest)
