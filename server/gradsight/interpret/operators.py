"""Arithmetic, comparison and boolean operators."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

import libcst as cst

from gradsight.domain.flow import flow, severed
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
    not_none,
    options,
)
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.interpret.forms import evaluates
from gradsight.interpret.machine import Machine
from gradsight.knowledge.effects import tainted
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.dicts import updated
from gradsight.knowledge.python.sets import as_set
from gradsight.knowledge.torch.apply import apply_operator, is_tensor
from gradsight.knowledge.torch.grads import used

NAMES: dict[type[cst.CSTNode], str] = {
    cst.Add: "add", cst.Subtract: "sub", cst.Multiply: "mul", cst.Divide: "truediv", cst.FloorDivide: "floordiv",
    cst.Modulo: "mod", cst.Power: "pow", cst.MatrixMultiply: "matmul", cst.BitAnd: "and", cst.BitOr: "or",
    cst.BitXor: "xor", cst.LeftShift: "lshift", cst.RightShift: "rshift",
    cst.LessThan: "lt", cst.GreaterThan: "gt", cst.Equal: "eq", cst.NotEqual: "ne",
    cst.LessThanEqual: "le", cst.GreaterThanEqual: "ge",
    cst.Minus: "neg", cst.Plus: "pos", cst.BitInvert: "invert",
}  # fmt: skip
FOLD: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name if name not in ("and", "or") else name + "_") for name in NAMES.values()
}
COMPARING = ("lt", "gt", "eq", "ne", "le", "ge")


@evaluates(cst.BinaryOperation)
def binary(machine: Machine, node: cst.BinaryOperation) -> Value:
    left, right = machine.eval(node.left), machine.eval(node.right)
    return combine(machine, NAMES[type(node.operator)], left, right, machine.place(node))


def combine(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    """The result of a binary operator."""
    if name not in ("eq", "ne"):
        for side in (left, right):
            if isinstance(side, Missing):
                used(machine, side, place)
                return Unknown(Why(place, "this raises: `.grad` is None here"))
        left, right = not_none(left), not_none(right)
    folded = _fold(name, left, right)
    if folded is not None:
        return folded
    special = _overloaded(machine, name, left, right, place)
    if special is not None:
        return special
    left_tensor, right_tensor = is_tensor(machine.state, left), is_tensor(machine.state, right)
    if left_tensor is False and right_tensor is False:
        return _python(machine, name, left, right, place)
    if left_tensor or right_tensor:
        return _with_tensor(machine, name, left, right, place)
    return _options(machine, name, left, right, place)


def _with_tensor(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    """One side certainly is a tensor. `"%.3f" % loss` is a text, and a comparison with None a bool."""
    if name == "mod" and (isinstance(left, Unknown) or _is_text(left)):
        source = flow(machine.state, right)
        lost = severed(machine.state, source, Cut("number", place, machine.source(place)))
        return Plain("str", lost) if _is_text(left) else Unknown(Why(place, "this may be a text"))
    if name in ("eq", "ne") and (left in NOT_COMPARED or right in NOT_COMPARED or _is_text(left) or _is_text(right)):
        return literal(name == "ne")
    return apply_operator(machine, name, (left, right), place)


NOT_COMPARED = (NONE,)
"""What a tensor never equals: the comparison is Python's own."""


def _is_text(value: Value) -> bool:
    return isinstance(value, Literal | Plain) and value.kind == "str"


def _options(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    """A side may be a tensor or something else."""
    pairs = [(one, other) for one in options(left) for other in options(right)]
    plain = [pair for pair in pairs if not is_tensor(machine.state, pair[0]) and not is_tensor(machine.state, pair[1])]
    ones = [one for one, other in pairs if (one, other) not in plain]
    others = [other for one, other in pairs if (one, other) not in plain]
    with_tensor = _with_tensor(machine, name, choice(ones), choice(others), place)
    return choice([with_tensor, *(_python(machine, name, one, other, place) for one, other in plain)])


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
    if any(isinstance(side, Choice) and any(_own_class(machine, o) for o in options(side)) for side in (left, right)):
        pairs = [(one, other) for one in options(left) for other in options(right)]
        return machine.either([partial(combine, machine, name, one, other, place) for one, other in pairs])
    for one, other, prefix in ((left, right, ""), (right, left, "r")):
        method = special(machine, one, f"__{prefix}{name}__")
        if method is not None:
            return machine.call(method, Args((other,)), place)
    return None


def _own_class(machine: Machine, value: Value) -> bool:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Instance) and isinstance(found.cls, Class)


def special(machine: Machine, value: Value, name: str) -> Value | None:
    """The bound special method that a class of the program defines."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else value
    if not isinstance(found, Instance | Tuple) or not isinstance(found.cls, Class):
        return None
    from gradsight.interpret.classes import find_method

    method = find_method(machine, found.cls, name)
    return None if method is None else Bound(value, method)


def _python(machine: Machine, name: str, left: Value, right: Value, place: Place) -> Value:
    if isinstance(left, Choice) or isinstance(right, Choice):
        return choice([_python(machine, name, x, y, place) for x in options(left) for y in options(right)])
    joined = _containers(machine, name, left, right)
    if joined is not None:
        return joined
    folded = _fold(name, left, right)
    if folded is not None:
        return folded
    if name in COMPARING and not isinstance(left, Unknown) and not isinstance(right, Unknown):
        return Plain("ndarray" if "ndarray" in _kinds(left, right) else "bool")
    if not isinstance(left, Literal | Plain) or not isinstance(right, Literal | Plain):
        whys = tuple(side.why for side in (left, right) if isinstance(side, Unknown))
        return Unknown(Why(place, "an operand is not known", whys), tainted=tainted(machine, Args((left, right))))
    lost = unite_lost((lost_of(left), lost_of(right)))
    why = next((side.why for side in (left, right) if isinstance(side, Plain) and side.why), None)
    return Plain(_kind(left, right), lost, why)


def _kinds(*values: Value) -> set[str]:
    return {value.kind for value in values if isinstance(value, Plain | Literal)}


def _kind(left: Value, right: Value) -> str:
    kinds = _kinds(left, right)
    if "ndarray" in kinds:
        return "ndarray"
    if len(kinds) == 1:
        return kinds.pop()
    if "object" in kinds or not kinds:
        return "object"
    return "float" if kinds <= {"int", "float"} else "str" if "str" in kinds else "number"


def _containers(machine: Machine, name: str, left: Value, right: Value) -> Value | None:
    """`[a] + [b]`, `(a,) + (b,)`, `[a] * n`, `{…} | {…}`; None if these are no containers."""
    if name == "mul" and not isinstance(right, Literal | Plain):
        left, right = right, left
    match left, right:
        case (Tuple(items=x), Tuple(items=y)) if name == "add":
            return Tuple(x + y)
        case (Tuple(items=x), Literal(int() as n)) if name == "mul" and 0 <= n * len(x) <= MOST_ITEMS:
            return Tuple(x * n)
    one, other = _container(machine, left), _container(machine, right)
    if isinstance(one, Dict) and isinstance(other, Dict) and name == "or":
        return machine.new(updated(one, other))
    if not isinstance(one, Sequence):
        return None
    if isinstance(other, Sequence):
        return _combined(machine, name, one, other) if name in ("add", "sub", "and", "or", "xor") else None
    return machine.new(_repeated(one, right)) if name == "mul" else None


def _container(machine: Machine, value: Value) -> Sequence | Dict | None:
    if isinstance(value, Tuple):
        return Sequence("tuple", value.items)
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found if isinstance(found, Sequence | Dict) else None


def _combined(machine: Machine, name: str, one: Sequence, other: Sequence) -> Value:
    if name in ("add", "or"):
        both = _concatenated(one, other)
        return machine.new(as_set(machine, both) if name == "or" else both)
    every = [*one.items, *(v for v in (one.rest, *(other.items if name == "xor" else ())) if v is not None)]
    return machine.new(Sequence(one.kind, (), choice(every) if every else None))


def _repeated(one: Sequence, times: Value) -> Sequence:
    if (
        isinstance(times, Literal)
        and isinstance(times.value, int)
        and len(one.items) * times.value <= MOST_ITEMS
        and one.rest is None
    ):
        return Sequence(one.kind, one.items * times.value)
    every = [*one.items, *(() if one.rest is None else (one.rest,))]
    return Sequence(one.kind, (), choice(every) if every else None)


MOST_ITEMS = 64


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
    place = machine.place(node)
    return choice([_unary(machine, name, option, place) for option in options(not_none(value))])


def _unary(machine: Machine, name: str, value: Value, place: Place) -> Value:
    if isinstance(value, Literal):
        try:
            return literal(FOLD[name](value.value))
        except TypeError:
            return Plain("number")
    if isinstance(value, Missing):
        used(machine, value, place)
    if is_tensor(machine.state, value):
        return apply_operator(machine, name, (value,), place)
    method = special(machine, value, f"__{name}__")
    if method is not None:
        return machine.call(method, Args(), place)
    if isinstance(value, Plain):
        return value
    whys = (value.why,) if isinstance(value, Unknown) else ()
    return Unknown(Why(place, "the operand is not known", whys), tainted=tainted(machine, Args((value,))))
