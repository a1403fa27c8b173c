"""Attributes, comprehension-free odds and ends: `await`, `yield`, parenthesised and starred expressions."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.values import NONE, Value
from gradsight.interpret.forms import EVALUATE, evaluates
from gradsight.interpret.machine import Machine
from gradsight.knowledge.python.coroutines import awaited as result_of


@evaluates(cst.Attribute)
def attribute(machine: Machine, node: cst.Attribute) -> Value:
    return machine.attribute(machine.eval(node.value), node.attr.value, machine.place(node))


@evaluates(cst.Await)
def awaited(machine: Machine, node: cst.Await) -> Value:
    return result_of(machine, machine.eval(node.expression))


@evaluates(cst.Yield)
def yielded(machine: Machine, node: cst.Yield) -> Value:
    from gradsight.interpret.generators import yield_from, yield_value

    if isinstance(node.value, cst.From):
        return yield_from(machine, machine.eval(node.value.item))
    return yield_value(machine, NONE if node.value is None else machine.eval(node.value))


def quiet(machine: Machine, node: cst.BaseExpression) -> Value:
    """The value of an expression that is only looked at, such as an annotation: not recorded."""
    match node:
        case cst.Name():
            return EVALUATE[cst.Name](machine, node)
        case cst.Attribute():
            return machine.attribute(quiet(machine, node.value), node.attr.value, machine.place(node))
    return machine.unknown(node, "the annotation is not followed")
