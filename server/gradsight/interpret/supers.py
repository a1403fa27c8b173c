"""`super()`."""

from __future__ import annotations

from gradsight.domain.objects import MANY, Instance
from gradsight.domain.values import (
    Bound,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Native,
    Ref,
    Super,
    Unknown,
    Value,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.classes import class_of_object, find, library_base
from gradsight.interpret.instances import made_by_object
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.distributions import distribution_attribute
from gradsight.knowledge.torch.layers import MODULES


def own_super(machine: Machine, place: Place) -> Value:
    """`super()` without arguments."""
    frame = next((f for f in reversed(machine.frames) if f.function is not None and f.function.owner is not None), None)
    if frame is None or frame.function is None or frame.function.owner is None or frame.receiver is None:
        return Unknown(Why(place, "`super()` outside of a method"))
    return Super(frame.function.owner, frame.receiver)


def super_attribute(machine: Machine, value: Super, name: str, place: Place) -> Value:
    """`super().name`."""
    from gradsight.interpret.metaclasses import of_type

    cls = class_of_object(machine, value.receiver)
    if cls is None:
        return Unknown(Why(place, "the class of `self` is not known"))
    found = find(machine, cls, name, after=value.owner)
    if found is not None:
        if isinstance(found, Function) and found.flavour == "property":
            return machine.call(found, Args((value.receiver,)), place)
        plain = isinstance(found, Function) and (found.flavour == "staticmethod" or name == "__new__")
        return found if plain else Bound(value.receiver, found)
    inherited = of_type(machine, value, name)
    if inherited is not None:
        return inherited
    if name == "__new__" and isinstance(cls, Class) and made_by_object(machine, cls):
        return Library("builtins.object.__new__")
    me = machine.state.heap.get(value.receiver.id) if isinstance(value.receiver, Ref) else None
    if isinstance(me, Instance) and me.module and name == "__getattr__":
        return Native("Module.__getattr__", _registered, (value.receiver,))
    if isinstance(me, Instance) and not me.module:
        answer = distribution_attribute(machine, me, value.receiver, name, place)
        if answer is not None and not isinstance(answer, Method | Unknown):
            return answer
    return Method(value, name)


def _registered(machine: Machine, receiver: Value, args: Args, place: Place) -> Value:
    """What a module has registered under a name; an error where it has not."""
    me = machine.state.heap[receiver.id] if isinstance(receiver, Ref) else None
    name = args.positional[0] if args.positional else None
    if not isinstance(me, Instance) or not isinstance(name, Literal) or not isinstance(name.value, str):
        return Unknown(Why(place, "what is asked of the module is not known"))
    if name.value in me.registered and name.value in me.attrs and name.value not in me.unsure:
        return me.attrs[name.value]
    base = library_base(machine, me.cls)
    told = me.opaque is None and isinstance(base, Library) and base.name in MODULES
    if told and MANY not in me.attrs and name.value not in me.attrs:
        machine.fail()
    return Unknown(Why(place, f"`{name.value}` is not set in what was read"))
