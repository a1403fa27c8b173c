"""How a class of the program comes to be: its metaclass, `__init_subclass__`, and what a metaclass inherits from `type`."""

from __future__ import annotations

from gradsight.domain.objects import Dict
from gradsight.domain.values import NONE, Bound, Class, Function, Native, Super, Tuple, Value, literal
from gradsight.findings import Place
from gradsight.interpret.classes import find
from gradsight.interpret.descriptors import tell_names
from gradsight.interpret.enums import make_members
from gradsight.interpret.instances import instantiate_plainly
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args, Host

METACLASS = "*metaclass"
"""The name in a class's scope for its metaclass, where the program defines that; no program can spell it."""
MAKING = "*making"
"""The name in a metaclass's scope for the class that is being made."""


def finish(machine: Machine, cls: Class, keywords: dict[str, Value], place: Place) -> Value:
    """What Python does with a class when its body has run; answers what the class statement binds."""
    meta = keywords.pop("metaclass", None) or find(machine, cls, METACLASS)
    if isinstance(meta, Class):
        machine.state.names(cls.scope)[METACLASS] = meta
    make_members(machine, cls, place)
    made = _made_by(machine, meta, cls, keywords, place) if isinstance(meta, Class) else cls
    tell_names(machine, cls, place)
    hook = find(machine, cls, "__init_subclass__", after=cls.scope)
    if isinstance(hook, Function):
        machine.call(Bound(cls, hook), Args((), keywords), place)
    if isinstance(meta, Class):
        _call(machine, find(machine, meta, "__init__"), cls, cls, keywords, place)
    return made


def _made_by(machine: Machine, meta: Class, cls: Class, keywords: dict[str, Value], place: Place) -> Value:
    machine.state.names(meta.scope)[MAKING] = cls
    made = _call(machine, find(machine, meta, "__new__"), meta, cls, keywords, place)
    machine.state.names(meta.scope).pop(MAKING, None)
    return made if isinstance(made, Class) else cls


def _call(
    machine: Machine, method: Value | None, receiver: Class, cls: Class, keywords: dict[str, Value], place: Place
) -> Value:
    """Calls `__new__` or `__init__` of a metaclass with the name, the bases and what the body has bound."""
    if not isinstance(method, Function):
        return NONE
    bound = ((name, machine.state.look(cls.scope, name)) for name in machine.state.bound(cls.scope))
    items: dict[Value, Value] = {
        literal(name): value for name, value in bound if value is not None and not name.startswith("*")
    }
    given = (receiver, literal(cls.name), Tuple(cls.bases), machine.new(Dict(items)))
    return machine.call(method, Args(given, keywords), place)


def metaclass(machine: Machine, cls: Value) -> Class | None:
    """The metaclass of a class, where the program defines it."""
    found = find(machine, cls, METACLASS)
    return found if isinstance(found, Class) else None


def of_type(machine: Machine, value: Super, name: str) -> Value | None:
    """What `super().name` in a metaclass gives that inherits from `type`."""
    cls = value.receiver
    if not isinstance(cls, Class):
        return None
    making = machine.state.look(cls.scope, MAKING)
    if name == "__new__" and isinstance(making, Class):
        return Native("type.__new__", _given, (making,))
    meta = metaclass(machine, cls)
    if meta is None or find(machine, meta, name, after=value.owner) is not None:
        return None
    if name == "__init__":
        return Native("type.__init__", _given, (NONE,))
    return Native("type.__call__", _instantiated, (cls,)) if name == "__call__" else None


def _given(_: Host, value: Value, __: Args, ___: Place) -> Value:
    return value


def _instantiated(machine: Machine, cls: Value, args: Args, place: Place) -> Value:
    assert isinstance(cls, Class)
    return instantiate_plainly(machine, cls, args, place)
