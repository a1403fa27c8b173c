"""`vars(x)` and `x.__dict__`: the attributes of an instance as a dict that lives as long as the instance."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Instance
from gradsight.domain.values import NONE, Literal, Method, Native, Ref, Unknown, Value, choice, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.unnamed import set_unnamed

WRITES = ("update", "setdefault", "pop", "popitem", "clear", "__setitem__", "__delitem__")


def is_namespace(value: Value) -> bool:
    """Whether a value is the `__dict__` of an instance: the method of that name."""
    return isinstance(value, Method) and value.name == "__dict__"


def namespace_item(machine: Machine, receiver: Value, index: Value, place: Place) -> Value:
    """`vars(x)[name]`."""
    held = _attributes(machine, receiver)
    unknown = Unknown(Why(place, "nothing is known to be stored under this key"), tainted=True)
    if isinstance(index, Literal):
        return held.get(index, unknown)
    return choice([*held.values(), unknown])


def set_namespace_item(machine: Host, receiver: Value, index: Value, new: Value, place: Place) -> None:
    """`vars(x)[name] = new`, which asks no setter and registers nothing."""
    found = machine.state.heap.get(receiver.id) if isinstance(receiver, Ref) else None
    if isinstance(found, Instance) and isinstance(receiver, Ref) and isinstance(index, Literal):
        machine.state.heap[receiver.id] = replace(
            found, attrs={**found.attrs, str(index.value): new}, unsure=found.unsure - {str(index.value)}
        )
    else:
        set_unnamed(machine, receiver, new, place)


def as_dict(machine: Machine, value: Value) -> Value:
    """A namespace as a dict of what is in it now; any other value as it is."""
    if not isinstance(value, Method) or not is_namespace(value):
        return value
    found = machine.state.heap.get(value.receiver.id) if isinstance(value.receiver, Ref) else None
    more = isinstance(found, Instance) and (found.module or found.opaque)
    rest = Unknown(Why(machine.statement, "`__dict__` is not followed"), tainted=True) if more else None
    unsure = frozenset(map(literal, found.unsure)) if isinstance(found, Instance) else frozenset()
    return machine.new(Dict(_attributes(machine, value.receiver), rest, unsure=unsure))


def namespace_method(machine: Machine, value: Value, name: str) -> Value:
    """`vars(x).name`: what reads asks a copy; what writes acts on the instance."""
    if name in WRITES and isinstance(value, Method):
        return Native(name, _write, (value.receiver, literal(name)))
    return Method(as_dict(machine, value), name)


def _write(machine: Host, receiver: Value, name: Value, args: Args, place: Place) -> Value:
    unknown = Unknown(Why(place, "this is not followed in a `__dict__`"), tainted=True)
    found = (
        machine.state.heap.get(args.positional[0].id)
        if args.positional and isinstance(args.positional[0], Ref)
        else None
    )
    if name != literal("update") or args.more is not None or (args.positional and not isinstance(found, Dict)):
        set_unnamed(machine, receiver, unknown, place)
        return unknown
    given: dict[Value, Value] = dict(found.items) if isinstance(found, Dict) else {}
    if isinstance(found, Dict) and found.rest is not None:
        set_unnamed(machine, receiver, found.rest, place)
    given.update({literal(key): value for key, value in args.keywords.items()})
    for key, new in given.items():
        set_namespace_item(machine, receiver, key, new, place)
    return NONE


def _attributes(machine: Machine, receiver: Value) -> dict[Value, Value]:
    found = machine.state.heap.get(receiver.id) if isinstance(receiver, Ref) else None
    if not isinstance(found, Instance):
        return {}
    return {
        literal(name): value for name, value in found.attrs.items() if name not in found.registered and "*" not in name
    }
