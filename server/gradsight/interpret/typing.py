"""`isinstance`."""

from __future__ import annotations

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Generator, Instance, Optimizer, Sequence, Tensor
from gradsight.domain.values import (
    NONE,
    Class,
    Function,
    Library,
    Literal,
    Missing,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    options,
)
from gradsight.interpret.enums import members_of
from gradsight.interpret.machine import Machine
from gradsight.knowledge.torch.unseen import is_part, is_unseen
from gradsight.knowledge.types import PARAMETERS, TENSORS


def is_instance(machine: Machine, value: Value, cls: Value) -> Tri:
    """`isinstance(value, cls)`."""
    classes = _classes(cls)
    if classes is None:
        return None
    answers = {_any([_is(machine, option, c) for c in classes]) for option in options(value)}
    return answers.pop() if len(answers) == 1 else None


def _any(answers: list[Tri]) -> Tri:
    return True if True in answers else None if None in answers else False


def _classes(cls: Value) -> tuple[Value, ...] | None:
    match cls:
        case Tuple(items=items):
            return items
        case Library() | Class():
            return (cls,)
    return None


def _is(machine: Machine, value: Value, cls: Value) -> Tri:
    name = cls.name if isinstance(cls, Library) else ""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Literal | Plain | Missing):
        return _is_plain(value, name) if isinstance(cls, Library) or value not in members_of(machine, cls) else None
    if isinstance(value, Tuple) and isinstance(cls, Class):
        return value.cls is not None and _derives(machine, value.cls, cls) is True
    if isinstance(value, Tuple):
        return name in ("builtins.tuple", "collections.abc.Sequence", "collections.abc.Iterable", "builtins.object")
    if isinstance(value, Function):
        return name in ("types.FunctionType", "collections.abc.Callable", "typing.Callable")
    return _is_object(machine, value, cls, name) if isinstance(value, Ref) else None


def _is_plain(value: Value, name: str) -> Tri:
    if isinstance(value, Missing) or value == NONE:
        return name in ("types.NoneType", "builtins.object")
    kind = value.kind if isinstance(value, Literal | Plain) else ""
    if kind in ("object", "number"):
        return False if name in TENSORS else None
    if kind == "ndarray":
        return name == "numpy.ndarray"
    return name in (f"builtins.{kind}", "builtins.object") or (kind == "bool" and name == "builtins.int")


def _is_object(machine: Machine, value: Ref, cls: Value, name: str) -> Tri:
    found = machine.state.heap[value.id]
    match found:
        case Tensor(loose=True) | Sequence(kind="iterable"):
            return None
        case Instance() if is_unseen(found) and isinstance(found.cls, Library):
            known = name == "torch.nn.Module" and not found.guessed and not is_part(found)
            return True if known or name == "builtins.object" else None
        case Tensor(parameter=parameter):
            return name in TENSORS or (name in PARAMETERS and parameter)
        case Sequence(kind=kind):
            return name in (
                f"builtins.{kind}",
                "collections.abc.Iterable",
                "collections.abc.Sequence",
                "typing.Iterable",
            )
        case Dict():
            return name in ("builtins.dict", "collections.abc.Mapping", "collections.OrderedDict", "typing.Mapping")
        case Optimizer() if name == "torch.optim.Optimizer":
            return True
        case Instance() | Optimizer():
            return (
                machine.is_subclass(found.cls, name) if isinstance(cls, Library) else _derives(machine, found.cls, cls)
            )
        case Generator():
            return None


def _derives(machine: Machine, own: Value, cls: Value) -> Tri:
    from gradsight.interpret.classes import mro

    return cls in mro(machine, own)
