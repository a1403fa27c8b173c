"""Arithmetic, comparison and boolean operators."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Sequence
from gradsight.domain.reach import unite_lost
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Literal,
    Missing,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
    lost_of,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.machine import Machine, evaluates
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.apply import apply_operator, is_tensor
from gradsight.knowledge.torch.grads import compared, used

NAMES: dict[type[cst.CSTNode], str] = {
    cst.Add: "add", cst.Subtract: "sub", cst.Multiply: "mul", cst.Divide: "truediv", cst.FloorDivide: "floordiv",
    cst.Modulo: "mod", cst.Power: "pow", cst.MatrixMultiply: "matmul", cst.BitAnd: "and", cst.BitOr: "or",
    cst.BitXor: "xor", cst.LeftShift: "lshift", cst.RightShift: "rshift",
    cst.LessThan: "lt", cst.GreaterThan: "gt", cst.Equal: "eq", cst.NotEqual: "ne",
    cst.LessThanEqual: "le", cst.GreaterThanEqual: "ge",
    cst.Minus: "neg", cst.Plus: "pos", cst.BitInvert: "invert",
}  # fmt: skip
FOLD: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name if name not in ("and", "or") else name + "_")
    for name in NAMES.values()
}
COMPARING = ("lt", "gt", "eq", "ne", "le", "ge")


@evaluates(cst.BinaryOperation)
def binary(machine: Machine, node: cst.BinaryOperation) -> Value:
    left, right = machine.eval(node.left), machine.eval(node.right)
    return combine(machine, NAMES[type(node.operator)], left, right, machine.place(node))


def combine(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    """The result of a binary operator."""
    for side in (left, right):
        if isinstance(side, Missing) and name not in ("eq", "ne"):
            used(machine, side, place)
            return Unknown(Why(place, "this raises: `.grad` is None here"))
    folded = _fold(name, left, right)
    if folded is not None:
        return folded
    special = _overloaded(machine, name, left, right, place)
    if special is not None:
        return special
    tensor = _either_is_tensor(machine, left, right)
    if tensor:
        return apply_operator(machine, name, (left, right), place)
    if tensor is None:
        without = [_python(machine, name, one, other, place) for one in options(left) for other in options(right)
                   if not is_tensor(machine.state, one) and not is_tensor(machine.state, other)]
        return choice([apply_operator(machine, name, (left, right), place), *without])
    return _python(machine, name, left, right, place)


def _either_is_tensor(machine: Machine, left: Value, right: Value) -> Tri:
    answers = (is_tensor(machine.state, left), is_tensor(machine.state, right))
    return True if True in answers else None if None in answers else False


def _fold(name: str, left: Value, right: Value) -> Value | None:
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return None
    if name in ("pow", "mul", "lshift") and not _small(left.value, right.value):
        return Plain("number")
    try:
        return literal(FOLD[name](left.value, right.value))
    except Exception:  # whatever Python raises for these constants is no concern of gradients
        return Plain("number")


def _small(*values: object) -> bool:
    return all(isinstance(v, float | complex) or (isinstance(v, int) and abs(v) < 10_000) for v in values)


def _overloaded(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value | None:
    """Operators that a class of the program defines."""
    for one, other, prefix in ((left, right, ""), (right, left, "r")):
        found = machine.state.heap.get(one.id) if isinstance(one, Ref) else None
        if isinstance(found, Instance) and isinstance(found.cls, Class):
            from gradsight.interpret.classes import find_method

            method = find_method(machine, found.cls, f"__{prefix}{name}__")
            if method is not None:
                return machine.call(Bound(one, method), Args((other,)), place)
    return None


def _python(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    if isinstance(left, Choice) or isinstance(right, Choice):
        return choice([_python(machine, name, x, y, place) for x in options(left) for y in options(right)])
    lists = _sequences(machine, name, left, right)
    if lists is not None:
        return lists
    folded = _fold(name, left, right)
    if folded is not None:
        return folded
    for side in (left, right):
        if isinstance(side, Unknown):
            return Unknown(side.why)
    lost = unite_lost((lost_of(left), lost_of(right)))
    why = next((side.why for side in (left, right) if isinstance(side, Plain) and side.why), None)
    return Plain("bool" if name in COMPARING else _kind(left, right), lost, why)


def _kind(left: Value, right: Value) -> str:
    kinds = {value.kind for value in (left, right) if isinstance(value, Plain | Literal)}
    if "ndarray" in kinds:
        return "ndarray"
    if len(kinds) == 1:
        return kinds.pop()
    if "object" in kinds or not kinds:
        return "object"
    return "float" if kinds <= {"int", "float"} else "str" if "str" in kinds else "number"


def _sequences(machine: Machine, name: str, left: Value, right: Value) -> Value | None:
    """`[a] + [b]`, `(a,) + (b,)`, `[a] * n`, `{…} | {…}`."""
    match left, right:
        case (Tuple(items=x), Tuple(items=y)) if name == "add":
            return Tuple(x + y)
        case (Tuple(items=x), Literal(int() as n)) if name == "mul" and 0 <= n * len(x) <= 64:
            return Tuple(x * n)
    one = machine.state.heap.get(left.id) if isinstance(left, Ref) else None
    other = machine.state.heap.get(right.id) if isinstance(right, Ref) else None
    if isinstance(one, Sequence) and isinstance(other, Sequence) and name == "add":
        return machine.new(_concatenated(one, other))
    if isinstance(one, Dict) and isinstance(other, Dict) and name == "or":
        rest = [v for v in (one.rest, other.rest) if v is not None]
        return machine.new(Dict({**one.items, **other.items}, choice(rest) if rest else None))
    if isinstance(one, Sequence) and name == "mul":
        if isinstance(right, Literal) and isinstance(right.value, int) and len(one.items) * right.value <= 64:
            return machine.new(Sequence(one.kind, one.items * right.value, one.rest))
        every = [*one.items, *(() if one.rest is None else (one.rest,))]
        return machine.new(Sequence(one.kind, (), choice(every) if every else None))
    return None


def _concatenated(one: Sequence, other: Sequence) -> Sequence:
    if one.rest is None:
        return Sequence(one.kind, one.items + other.items, other.rest, other.some)
    rest = choice([one.rest, *other.items, *(() if other.rest is None else (other.rest,))])
    return Sequence(one.kind, one.items, rest, one.some or other.some or bool(other.items))


@evaluates(cst.UnaryOperation)
def unary(machine: Machine, node: cst.UnaryOperation) -> Value:
    value = machine.eval(node.expression)
    if isinstance(node.operator, cst.Not):
        truth = machine.truth(value)
        return Plain("bool", lost_of(value)) if truth is None else literal(not truth)
    name = NAMES[type(node.operator)]
    if isinstance(value, Literal):
        try:
            return literal(FOLD[name](value.value))
        except TypeError:
            return Plain("number")
    if isinstance(value, Missing):
        used(machine, value, machine.place(node))
    if is_tensor(machine.state, value):
        return apply_operator(machine, name, (value,), machine.place(node))
    return value if isinstance(value, Plain) else machine.unknown(node, "the operand is not known")


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
        answer = identical(left, right)
        return Plain("bool") if answer is None else literal(answer is isinstance(op, cst.Is))
    if isinstance(op, cst.In | cst.NotIn):
        found = _contains(machine, left, right)
        return Plain("bool") if found is None else literal(found is isinstance(op, cst.In))
    if isinstance(left, Choice) or isinstance(right, Choice):
        return _compare_options(machine, NAMES[type(op)], left, right, place)
    return combine(machine, NAMES[type(op)], left, right, place)


def _compare_options(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    if is_tensor(machine.state, left) or is_tensor(machine.state, right):
        return combine(machine, name, left, right, place)
    results = [combine(machine, name, x, y, place) for x in options(left) for y in options(right)]
    return results[0] if all(r == results[0] for r in results) else Plain("bool")


def identical(left: Value, right: Value) -> Tri:
    """Whether two values are the same object."""
    answers = {_identical(x, y) for x in options(left) for y in options(right)}
    return answers.pop() if len(answers) == 1 else None


def _identical(left: Value, right: Value) -> Tri:
    none = [v for v in (left, right) if isinstance(v, Missing) or v == NONE]
    if len(none) == 2:
        return True
    if none:
        other = right if none[0] is left else left
        return None if isinstance(other, Unknown) or (isinstance(other, Plain) and other.kind == "object") else False
    if isinstance(left, Ref) and isinstance(right, Ref):
        return left.id == right.id
    if isinstance(left, Literal) and isinstance(right, Literal):
        return left == right
    return True if left == right and not isinstance(left, Plain | Unknown) else None


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
        case _:
            return None
    if isinstance(item, Literal) and all(isinstance(i, Literal) for i in items):
        return item in items
    return None
