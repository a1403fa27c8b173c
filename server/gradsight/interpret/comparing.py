"""Comparisons: `<`, `==`, `is`, `in`."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Generator, Instance, Sequence, Tensor, is_summary
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
from gradsight.interpret.enums import as_plain
from gradsight.interpret.forms import evaluates
from gradsight.interpret.keys import equal
from gradsight.interpret.machine import Machine
from gradsight.interpret.operators import NAMES, combine
from gradsight.knowledge.python.dicts import candidates
from gradsight.knowledge.python.iterables import give_back, some_from
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
    same = (
        equal(machine, left, right)
        if isinstance(op, cst.Equal | cst.NotEqual) and _by_key(machine, left, right)
        else None
    )
    if same is not None:
        return literal(same is isinstance(op, cst.Equal))
    return combine(machine, NAMES[type(op)], left, right, place)


def _by_key(machine: Machine, left: Value, right: Value) -> bool:
    """Whether a comparison is one of whole values: not of constants, where Python itself is asked, nor of tensors."""
    sides = (*options(left), *options(right))
    return not all(isinstance(side, Literal) for side in sides) and not any(
        is_tensor(machine.state, side) for side in sides
    )


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
        case Sequence(kind="iterator") | Generator():
            return _in_iterator(machine, item, container)
        case Tuple(items=items) | Sequence(items=items, rest=None):
            return _among(machine, item, items)
        case Dict():
            return _is_key(machine, found, item)
    return None


def _in_iterator(machine: Machine, item: Value, container: Value) -> Tri:
    """An iterator is used up to the item that is asked for."""
    items = some_from(machine, container)
    for count, each in enumerate(items.known, 1):
        same = _among(machine, item, (each,))
        if same:
            give_back(machine, container, items, count)
        if same is not False:
            return same
    return False if items.rest is None else None


def _among(machine: Machine, item: Value, items: tuple[Value, ...]) -> Tri:
    answers = {True if identical(machine.state, item, each) else equal(machine, item, each) for each in items}
    return True if True in answers else None if None in answers else False


def _is_key(machine: Machine, found: Dict, item: Value) -> Tri:
    key = machine.key(item)
    if key is None:
        return False if found.rest is None and not candidates(machine, found, item) else None
    return found.has(key) if found.rest is None or key in found.items else None
