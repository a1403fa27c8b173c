"""What a branch knows because its condition was true, or was not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from gradsight.domain.flow import REQUIRES
from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Instance, Optimizer, Tensor
from gradsight.domain.values import NONE, Choice, Literal, Missing, Ref, Value, choice
from gradsight.interpret.machine import Machine
from gradsight.interpret.truth import truth
from gradsight.interpret.variables import lookup, rebind


def narrow(machine: Machine, test: cst.BaseExpression, holds: bool) -> None:
    """Drops from names, and attributes of names, what the outcome of `test` rules out."""
    match test:
        case cst.UnaryOperation(operator=cst.Not()):
            narrow(machine, test.expression, not holds)
        case cst.BooleanOperation():
            # Of `a and b` that is true, and of `a or b` that is false, both are.
            if isinstance(test.operator, cst.And) is holds:
                narrow(machine, test.left, holds)
                narrow(machine, test.right, holds)
        case cst.Comparison(comparisons=[one]):
            _comparison(machine, test.left, one, holds)
        case cst.Call():
            _call(machine, test, holds)
        case cst.NamedExpr():
            narrow(machine, test.target, holds)
        case cst.Attribute(attr=cst.Name(value="requires_grad")):
            _requires_grad(machine, test.value, holds)
        case cst.Name() | cst.Attribute():
            _keep(machine, test, lambda value: truth(machine.state, value) is not (not holds))


def _comparison(machine: Machine, left: cst.BaseExpression, target: cst.ComparisonTarget, holds: bool) -> None:
    positive = isinstance(target.operator, cst.Is | cst.Equal)
    if not positive and not isinstance(target.operator, cst.IsNot | cst.NotEqual):
        return
    other = target.comparator
    if isinstance(other, cst.Name) and other.value == "None":
        _keep(machine, left, lambda value: _may_be_none(value) if positive is holds else not _is_none(value))
    elif isinstance(other, cst.SimpleString | cst.Integer) or (
        isinstance(other, cst.Name) and other.value in ("True", "False")
    ):
        known = machine.eval(other)
        keep_equal = positive is holds
        _keep(machine, left, lambda value: not isinstance(value, Literal) or (value == known) is keep_equal)


def _is_none(value: Value) -> bool:
    return value == NONE or isinstance(value, Missing)


def _may_be_none(value: Value) -> bool:
    return _is_none(value) or not isinstance(value, Literal | Ref)


def _call(machine: Machine, test: cst.Call, holds: bool) -> None:
    if isinstance(test.func, cst.Name) and test.func.value == "isinstance" and len(test.args) == 2:
        from gradsight.interpret.typing import is_instance

        cls = machine.eval(test.args[1].value)
        _keep(machine, test.args[0].value, lambda value: is_instance(machine, value, cls) is not (not holds))


def _requires_grad(machine: Machine, node: cst.BaseExpression, holds: bool) -> None:
    value = current(machine, node)
    if isinstance(value, Ref):
        found = machine.state.heap.get(value.id)
        if isinstance(found, Tensor) and not found.summary:
            states = found.states & (REQUIRES if holds else Grad.CONSTANT)
            if states and states != found.states:
                machine.state.heap[value.id] = replace(found, states=states)


def current(machine: Machine, node: cst.BaseExpression) -> Value | None:
    """The value of a name or attribute; of a tensor's `.grad` the tensor itself."""
    if isinstance(node, cst.Name):
        return lookup(machine, node.value)
    if isinstance(node, cst.Attribute):
        owner = current(machine, node.value)
        found = machine.state.heap.get(owner.id) if isinstance(owner, Ref) else None
        if isinstance(found, Tensor) and node.attr.value == "grad":
            return owner
        return found.attrs.get(node.attr.value) if isinstance(found, Instance | Optimizer) else None
    return None


def _keep(machine: Machine, node: cst.BaseExpression, fits: Callable[[Value], bool]) -> None:
    value = current(machine, node)
    if isinstance(value, Ref) and isinstance(node, cst.Attribute) and node.attr.value == "grad":
        _keep_grad(machine, value, fits)
    if not isinstance(value, Choice):
        return
    kept = [option for option in value.options if fits(option)]
    if not kept or len(kept) == len(value.options):
        return
    set_current(machine, node, choice(kept))


def set_current(machine: Machine, node: cst.BaseExpression, value: Value) -> None:
    """Gives a name, or an attribute that `current` knows, another value: the same, better known."""
    if isinstance(node, cst.Name):
        rebind(machine, node.value, value)
    elif isinstance(node, cst.Attribute):
        owner = current(machine, node.value)
        assert isinstance(owner, Ref)
        found = machine.state.heap[owner.id]
        assert isinstance(found, Instance | Optimizer)
        machine.state.heap[owner.id] = replace(found, attrs={**found.attrs, node.attr.value: value})


def _keep_grad(machine: Machine, tensor: Ref, fits: Callable[[Value], bool]) -> None:
    found = machine.state.tensor(tensor.id)
    if found is None or found.summary:
        return
    none, filled = fits(Missing(tensor.id, machine.statement)), fits(tensor)
    grad = found.grad & ((Filled.NONE if none else 0) | (Filled.POPULATED if filled else 0))
    if grad and grad != found.grad:
        machine.state.heap[tensor.id] = replace(found, grad=grad)
