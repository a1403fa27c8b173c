"""Classes of `enum`: their members are objects of the class, one for each value."""

from __future__ import annotations

from gradsight.domain.objects import Instance
from gradsight.domain.values import (
    MEMBERS,
    Bound,
    Class,
    Function,
    Library,
    Literal,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.classes import find, find_method, mro
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args

ENUMS = frozenset({"enum.Enum", "enum.Flag", *(MIXED := ("enum.IntEnum", "enum.StrEnum", "enum.IntFlag"))})
PLAIN_BASES = frozenset({*MIXED, "builtins.str", "builtins.int", "builtins.float"})


def make_members(machine: Machine, cls: Class, place: Place) -> None:
    """Makes members of what the body of such a class has bound. Those that are plain values as well stay what they are."""
    bases = {each.name for each in mro(machine, cls) if isinstance(each, Library)}
    found = _found(machine, cls) if bases & ENUMS else {}
    if not found:
        return
    if not bases & PLAIN_BASES or _has_functions(machine, cls) or not _all_literal(found):
        found = _objects(machine, cls, found, place)
    machine.state.names(cls.scope).update({**found, MEMBERS: Tuple(tuple(dict.fromkeys(found.values())))})


def _found(machine: Machine, cls: Class) -> dict[str, Value]:
    bound = {name: machine.state.look(cls.scope, name) for name in machine.state.bound(cls.scope)}
    return {name: value for name, value in bound.items() if value is not None and _is_member(name, value)}


def _is_member(name: str, value: Value) -> bool:
    return not name.startswith(("_", "*")) and "." not in name and not isinstance(value, Function | Class)


def _has_functions(machine: Machine, cls: Class) -> bool:
    bound = (machine.state.look(cls.scope, name) for name in machine.state.bound(cls.scope))
    return any(isinstance(value, Function) for value in bound)


def _all_literal(found: dict[str, Value]) -> bool:
    return all(isinstance(value, Literal) for value in found.values())


def _objects(machine: Machine, cls: Class, found: dict[str, Value], place: Place) -> dict[str, Value]:
    by_value: dict[Value, Ref] = {}
    members: dict[str, Value] = {}
    init = find_method(machine, cls, "__init__")
    for name, value in found.items():
        member = by_value.get(value) if isinstance(value, Literal) else None
        if member is None:
            said = {"name": literal(name), "_name_": literal(name), "value": value, "_value_": value}
            member = by_value[value] = machine.new(Instance(cls, said, place=place))
            if init is not None:
                given = value.items if isinstance(value, Tuple) else (value,)
                machine.call(Bound(member, init), Args(given), place)
        members[name] = member
    return members


def members_of(machine: Machine, cls: Value) -> tuple[Value, ...]:
    """The members of a class, in their order; none if it is no such class."""
    found = find(machine, cls, MEMBERS)
    return found.items if isinstance(found, Tuple) else ()


def member_of_value(machine: Machine, members: tuple[Value, ...], value: Value, place: Place) -> Value:
    """`Phase("train")`."""
    if value in members or not all(isinstance(each, Literal | Ref) for each in options(value)):
        return value if value in members else choice(list(members))
    matching = [member for member in members if _value(machine, member) == value]
    known = isinstance(value, Literal) and all(isinstance(_value(machine, each), Literal) for each in members)
    if known and not matching and all(isinstance(each, Ref) for each in members):
        return Unknown(Why(place, "no member has this value"))
    return matching[0] if known and matching else choice(list(members))


def member_of_name(machine: Machine, cls: Class, members: tuple[Value, ...], name: Value) -> Value:
    """`Phase["TRAIN"]`."""
    found = find(machine, cls, name.value) if isinstance(name, Literal) and isinstance(name.value, str) else None
    return found if found in members and found is not None else choice(list(members))


def _value(machine: Machine, member: Value) -> Value:
    found = machine.state.heap.get(member.id) if isinstance(member, Ref) else None
    return found.attrs["value"] if isinstance(found, Instance) and "value" in found.attrs else member


def attribute_of_plain(value: Literal | Plain, name: str) -> Value | None:
    """`.value` and `.name` of a member that is a plain value: Python's own strings and numbers have neither."""
    return value if name == "value" else Plain("str") if name == "name" else None


def as_plain(machine: Machine, value: Value) -> Value:
    """A member that is a string or number as well, as that; all else as it is."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(found, Instance) or not isinstance(found.cls, Class) or not members_of(machine, found.cls):
        return value
    return value if is_purely(machine, found.cls) else _value(machine, value)


def is_purely(machine: Machine, cls: Value) -> bool:
    """Whether its members equal nothing but themselves."""
    names = {each.name for each in mro(machine, cls) if isinstance(each, Library)}
    return bool(names & ENUMS) and not names & PLAIN_BASES
