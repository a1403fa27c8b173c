"""Which values are equal, as dicts, sets and `==` tell them apart."""

from __future__ import annotations

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Optimizer, Sequence, Tensor, is_summary
from gradsight.domain.values import (
    Class,
    Function,
    Library,
    Literal,
    ProjectModule,
    Ref,
    Tuple,
    Value,
    literal,
    options,
)
from gradsight.domain.walk import refs
from gradsight.interpret.classes import find, mro
from gradsight.interpret.dataclasses import compared_fields
from gradsight.interpret.enums import as_plain, is_purely
from gradsight.interpret.machine import Machine

DEEPEST = 8
"""Keys within keys; an object may hold itself."""


def key_of(machine: Machine, value: Value, depth: int = 0) -> Value | None:
    """What stands for all values that are equal to this one, as keys of a dict are; None where that is not known."""
    if isinstance(value, Ref):
        value = as_plain(machine, value)
    match value:
        case Literal():
            return _one_of_equal(value)
        case Class() | Function() | Library() | ProjectModule():
            return value
        case Tuple(items=items) if value.cls is None or find(machine, value.cls, "__eq__") is None:
            return _all(machine, items, depth)
        case Ref():
            return _object(machine, value, depth)
    return None


def _one_of_equal(value: Literal) -> Literal:
    """1, 1.0 and True are one key."""
    number = value.value
    if not isinstance(number, bool | float | complex) or not abs(number) < EXACT:
        return value
    whole = int(number.real)
    return literal(whole) if number == whole else value


EXACT = 2.0**53
"""Below it, floats that are whole numbers are told apart."""


def _all(machine: Machine, values: tuple[Value, ...], depth: int, cls: Class | None = None) -> Tuple | None:
    keys = [key_of(machine, value, depth + 1) for value in values] if depth < DEEPEST else [None]
    return None if None in keys else Tuple(tuple(key for key in keys if key is not None), cls=cls)


def _object(machine: Machine, value: Ref, depth: int) -> Value | None:
    found = machine.state.heap[value.id]
    match found:
        case Instance(guessed=True):
            return None
        case Tensor(loose=False) | Optimizer():
            return value
        case Instance(cls=Library()):
            return value if found.module else None
        case Instance(cls=Class() as cls) if find(machine, cls, "__eq__") is None:
            names = compared_fields(machine, cls)
            if names is None:
                return value if found.module or _is_plain(machine, cls) else None
            if found.opaque or not all(name in found.attrs and name not in found.unsure for name in names):
                return None
            return _all(machine, tuple(found.attrs[name] for name in names), depth, cls)
    return None


def _is_plain(machine: Machine, cls: Class) -> bool:
    """Whether nothing it derives from says when two objects are equal: each equals itself alone."""
    bases = [base for base in mro(machine, cls) if not isinstance(base, Class)]
    known = all(isinstance(base, Library) and base.name in NO_EQUALITY for base in bases)
    return known or is_purely(machine, cls)


NO_EQUALITY = frozenset(
    {"builtins.object", "abc.ABC", "typing.Protocol", "typing.Generic", "torch.nn.Module", "builtins.Exception"}
    | {"torch.utils.data.Dataset", "torch.autograd.Function"}
)


def equal(machine: Machine, one: Value, other: Value) -> Tri:
    """Whether two values that are no tensors are equal."""
    answers = {_equal(machine, x, y) for x in options(one) for y in options(other)}
    return answers.pop() if len(answers) == 1 else None


def _equal(machine: Machine, one: Value, other: Value) -> Tri:
    x, y = key_of(machine, one), key_of(machine, other)
    if x is None or y is None:
        return _items_equal(machine, one, other)
    ids = {*refs(x), *refs(y)}
    if x == y:
        return None if any(is_summary(machine.state.heap.get(id)) for id in ids) else True
    # Tensors compare by their elements, and what a library calls a constant may have any value.
    unsure = any(machine.state.tensor(id) is not None for id in ids) or (
        Library in (type(x), type(y)) and type(x) is not type(y)
    )
    return None if unsure else False


def _items_equal(machine: Machine, one: Value, other: Value) -> Tri:
    """Of lists and tuples whose items are known; no text or number equals a container."""
    x, y = _container(machine, one), _container(machine, other)
    match x, y:
        case (Sequence(kind="list", items=mine, rest=None), Sequence(kind="list", items=theirs, rest=None)):
            pass
        case (Tuple(items=mine), Tuple(items=theirs)):
            pass
        case _:
            return False if (isinstance(one, Literal) and y) or (isinstance(other, Literal) and x) else None
    if len(mine) != len(theirs):
        return False
    answers = {equal(machine, u, v) for u, v in zip(mine, theirs, strict=True)}
    return False if False in answers else None if None in answers else True


def _container(machine: Machine, value: Value) -> Sequence | Dict | Tuple | None:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else value
    return found if isinstance(found, Sequence | Dict | Tuple) else None
