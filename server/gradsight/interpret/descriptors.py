"""Descriptors: objects in a class that say what reading and writing an attribute does."""

from __future__ import annotations

from gradsight.domain.objects import Instance
from gradsight.domain.values import Bound, Class, Function, Ref, Value, literal
from gradsight.findings import Place
from gradsight.interpret.classes import find
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args


def method_of(machine: Machine, found: Value | None, name: str) -> Value | None:
    """The special method of an object that a class attribute is bound to, ready to be called."""
    instance = machine.state.heap.get(found.id) if isinstance(found, Ref) else None
    if not isinstance(instance, Instance) or not isinstance(instance.cls, Class) or found is None:
        return None
    method = find(machine, instance.cls, name)
    return Bound(found, method) if isinstance(method, Function) else None


def read(machine: Machine, found: Value | None, receiver: Value, cls: Value, place: Place) -> Value | None:
    """What a class attribute gives that is a descriptor; `receiver` is None where it is read from the class."""
    method = method_of(machine, found, "__get__")
    return None if method is None else machine.call(method, Args((receiver, cls)), place)


def write(machine: Machine, found: Value | None, receiver: Value, new: Value, place: Place) -> bool:
    """Writes by a descriptor; whether the class attribute is one that can be written by."""
    method = method_of(machine, found, "__set__")
    if method is None:
        return False
    machine.call(method, Args((receiver, new)), place)
    return True


def tell_names(machine: Machine, cls: Class, place: Place) -> None:
    """Calls each `__set_name__` of what the body of a class has bound."""
    for name in machine.state.bound(cls.scope):
        method = method_of(machine, machine.state.look(cls.scope, name), "__set_name__")
        if method is not None:
            machine.call(method, Args((cls, literal(name))), place)


def is_data(machine: Machine, found: Value | None) -> bool:
    """Whether it comes before what the instance itself has."""
    return method_of(machine, found, "__set__") is not None
