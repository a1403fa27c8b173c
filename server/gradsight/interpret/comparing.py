"""Comparisons: `<`, `==`, `is`, `in`."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor, is_summary
from gradsight.domain.state import State
from gradsight.domain.values import (
    NONE,
    Class,
    Function,
    Library,
    Literal,
    Missing,
    Plain,
    ProjectModule,
    Ref,
    Tuple,
    Unknown,
    Value,
    literal,
    options,
)
from gradsight.findings import Place
from gradsight.interpret.classes import find
from gradsight.interpret.enums import as_plain, is_purely
from gradsight.interpret.forms import evaluates
from gradsight.interpret.machine import Machine
from gradsight.interpret.operators import NAMES, combine
from gradsight.knowledge.torch.apply import is_tensor
from gradsight.knowledge.torch.grads import compared


@evaluates(cst.Comparison)
def comparison(machine: Machine, node: cst.Comparison) -> Value:
    left = machine.eval(node.left)
    result: Value = NONE
    for target in node.comparisons:
        right = machine.eval(target.comparator)
        result = compare(machine, target.operator, left, right, machine.place(node))
        left = right
    return result if len(node.comparisons) == 1 else _chained(machine, result)


def _chained(machine: Machine, last: Value) -> Value:
    return last if is_tensor(machine.state, last) else Plain("bool")


def compare(machine: Machine, op: cst.BaseCompOp, left: Value, right: Value, place: Place) -> Value:
    """The result of one comparison."""
    if isinstance(op, cst.Is | cst.IsNot):
        for side in (*options(left), *options(right)):
            # Of `g = x.grad; if g is None:` the read itself is wanted; only `x.grad is None` just asks.
            if isinstance(side, Missing) and place.start <= side.place.start and side.place.end <= place.end:
                compared(machine, side)
        answer = (
            None if _is_loose(machine, left) or _is_loose(machine, right) else identical(machine.state, left, right)
        )
        return Plain("bool") if answer is None else literal(answer is isinstance(op, cst.Is))
    if isinstance(op, cst.In | cst.NotIn):
        found = _contains(machine, left, right)
        return Plain("bool") if found is None else literal(found is isinstance(op, cst.In))
    left, right = as_plain(machine, left), as_plain(machine, right)
    equal = same_object(machine, left, right) if isinstance(op, cst.Equal | cst.NotEqual) else None
    if equal is not None:
        return literal(equal is isinstance(op, cst.Equal))
    return combine(machine, NAMES[type(op)], left, right, place)


def same_object(machine: Machine, left: Value, right: Value) -> Tri:
    """Whether two values are equal, where that is to be the same object; None also where they may be equal otherwise."""
    sides = (*options(left), *options(right))
    refs = [side for side in sides if isinstance(side, Ref)]
    if not refs or not all(isinstance(side, Ref | Literal) for side in sides):
        return None
    if not all(_equals_only_itself(machine, side) for side in refs):
        return None
    answers = {
        _identical(machine.state, x, y) if isinstance(x, Ref) and isinstance(y, Ref) else False
        for x in options(left)
        for y in options(right)
    }
    return answers.pop() if len(answers) == 1 else None


def _equals_only_itself(machine: Machine, value: Ref) -> bool:
    found = machine.state.heap.get(value.id)
    if not isinstance(found, Instance) or not isinstance(found.cls, Class) or find(machine, found.cls, "__eq__"):
        return False
    return is_purely(machine, found.cls)


def _is_loose(machine: Machine, value: Value) -> bool:
    """Whether it may be None although it looks like a tensor or module."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return (isinstance(found, Tensor) and found.loose) or (isinstance(found, Instance) and found.guessed)


def identical(state: State, left: Value, right: Value) -> Tri:
    """Whether two values are the same object."""
    answers = {_identical(state, x, y) for x in options(left) for y in options(right)}
    return answers.pop() if len(answers) == 1 else None


def _identical(state: State, left: Value, right: Value) -> Tri:
    none = [v for v in (left, right) if isinstance(v, Missing) or v == NONE]
    if len(none) == 2:
        return True
    if none:
        other = right if none[0] is left else left
        return None if isinstance(other, Unknown) or (isinstance(other, Plain) and other.kind == "object") else False
    if isinstance(left, Ref) and isinstance(right, Ref):
        same = left.id == right.id
        return None if same and is_summary(state.heap.get(left.id)) else same
    if isinstance(left, Literal) and isinstance(right, Literal):
        return left == right
    return True if left == right and isinstance(left, Function | Class | Library | ProjectModule) else None


def _contains(machine: Machine, item: Value, container: Value) -> Tri:
    if isinstance(item, Literal) and isinstance(container, Literal):
        if isinstance(item.value, str) and isinstance(container.value, str):
            return item.value in container.value
        return None
    found = machine.state.heap.get(container.id) if isinstance(container, Ref) else container
    match found:
        case Tuple(items=items) | Sequence(items=items, rest=None):
            pass
        case Dict(items=by_key, rest=None):
            items = tuple(by_key)
            if found.has(item) is None:
                return None
        case _:
            return None
    if isinstance(item, Literal) and all(isinstance(i, Literal) for i in items):
        return item in items
    answers = {_same(machine, item, each) for each in items}
    return True if True in answers else None if None in answers else False


def _same(machine: Machine, one: Value, other: Value) -> Tri:
    """Whether one is equal to the other; what is the same object is."""
    if isinstance(one, Literal) and isinstance(other, Literal):
        return one.value == other.value
    if isinstance(one, Ref) or isinstance(other, Ref):
        equal = same_object(machine, one, other)
        return True if equal is None and _identical(machine.state, one, other) is True else equal
    return one == other if isinstance(one, TOLD_APART) and isinstance(other, TOLD_APART) else None


TOLD_APART = (Class, Function, Library)
