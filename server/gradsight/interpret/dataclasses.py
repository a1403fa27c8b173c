"""Dataclasses and named tuples: instances made from the annotated names of a class body."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gradsight.domain.values import DATACLASS, Class, Library, Literal, Native, Partial, Ref, Tuple, Value, literal
from gradsight.findings import Place
from gradsight.interpret.annotations import declared
from gradsight.interpret.classes import find, find_method, mro
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args

Field = tuple[Code, cst.Annotation]
"""An annotated name of a class body, with the code that it stands in."""
FIELDS = "*fields"
"""The name in a class's scope under which its fields are kept; no program can spell it."""


def add_field(machine: Machine, name: str, node: cst.AnnAssign) -> None:
    """Notes an annotated name of the class body that is being run; `ClassVar` is none."""
    if machine.source(machine.place(node.annotation.annotation)).startswith(("ClassVar", "typing.ClassVar")):
        return
    scope = machine.frame.scope
    fields = {**_own(machine, scope), name: (machine.frame.code, node.annotation)}
    machine.state.names(scope)[FIELDS] = literal(tuple(fields.items()))


def all_fields(machine: Machine, cls: Class) -> dict[str, Field]:
    """All fields, those of bases first."""
    result: dict[str, Field] = {}
    for each in reversed(mro(machine, cls)):
        if isinstance(each, Class):
            result.update(_own(machine, each.scope))
    return result


def _own(machine: Machine, scope: int) -> dict[str, Field]:
    known = machine.state.look(scope, FIELDS)
    return dict(known.value) if isinstance(known, Literal) else {}  # type: ignore[call-overload]


def _is_dataclass(machine: Machine, cls: Class) -> bool:
    return find(machine, cls, DATACLASS) is not None


def init_fields(machine: Machine, instance: Ref, cls: Class, args: Args, place: Place) -> bool:
    """The `__init__` that `@dataclass` makes; False if the class is none."""
    if not _is_dataclass(machine, cls):
        return False
    for name, value in _values(machine, cls, args).items():
        machine.set_attribute(instance, name, value, place)
    after = find_method(machine, cls, "__post_init__")
    if after is not None:
        from gradsight.domain.values import Bound

        machine.call(Bound(instance, after), Args(), place)
    return True


def named_tuple(machine: Machine, cls: Class, args: Args) -> Value | None:
    """An instance of a `typing.NamedTuple` class."""
    order = mro(machine, cls)
    if Library("typing.NamedTuple") in order:
        values = _values(machine, cls, args)
        return Tuple(tuple(values.values()), tuple(values), cls)
    base = next((each for each in order if isinstance(each, Native) and each.name == "namedtuple"), None)
    made = None if base is None else machine.call(base, args, machine.statement)
    return replace(made, cls=cls) if isinstance(made, Tuple) else None


def _values(machine: Machine, cls: Class, args: Args) -> dict[str, Value]:
    keywords = dict(args.keywords)
    positional = list(args.positional)
    result: dict[str, Value] = {}
    for name, field in all_fields(machine, cls).items():
        if positional:
            result[name] = positional.pop(0)
        elif name in keywords:
            result[name] = keywords.pop(name)
        else:
            result[name] = _default(machine, cls, name, field)
    return result


def _default(machine: Machine, cls: Class, name: str, field: Field) -> Value:
    default = find(machine, cls, name)
    if isinstance(default, Partial) and isinstance(default.function, Native):
        return machine.call(default.args[0], Args(), machine.statement)
    if default is not None:
        return default
    code, annotation = field
    machine.frames.append(Frame(code, cls.scope, statement=machine.statement))
    value = declared(machine, annotation, f"field `{name}` is not given")
    machine.frames.pop()
    return value
