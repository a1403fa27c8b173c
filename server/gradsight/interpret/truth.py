"""Whether a value is true, where that can be told."""

from __future__ import annotations

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Generator, Instance, Optimizer, Sequence
from gradsight.domain.state import State
from gradsight.domain.values import (
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Missing,
    Native,
    Partial,
    ProjectModule,
    Ref,
    Tuple,
    Value,
)


def truth(state: State, value: Value) -> Tri:
    """True, False, or None where it depends."""
    match value:
        case Literal(known):
            return bool(known)
        case Missing():
            return False
        case Tuple(items=items):
            return bool(items)
        case Ref(id):
            return _object(state, id)
        case Choice(options=options):
            answers = {truth(state, option) for option in options}
            return answers.pop() if len(answers) == 1 else None
        case Function() | Bound() | Class() | ProjectModule() | Native() | Partial() | Method():
            return True
        case Library(name) if name.startswith("builtins."):
            return True
    return None


def _object(state: State, id: int) -> Tri:
    found = state.heap[id]
    match found:
        case Instance(guessed=True):
            return None
        case Instance(cls=Library("re.Match")):
            return True
        case Sequence(kind="iterator"):
            return True
        case Sequence(items=items, rest=rest, some=some):
            return True if items or some else False if rest is None else None
        case Dict(items=by_key, rest=rest):
            return True if found.items.keys() - found.unsure else None if by_key or rest is not None else False
        case Optimizer() | Generator():
            return True
        case Instance(module=True, cls=Library(name)) if name.rpartition(".")[2] not in CONTAINERS:
            return True
        case Instance(module=True, cls=Class()):
            return True
    return None


CONTAINERS = ("Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict")
