"""Dataclasses and named tuples: objects made from the annotated names of a class body."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gradsight.domain.values import (
    DATACLASS,
    FALSE,
    TRUE,
    Bound,
    Class,
    Library,
    Literal,
    Native,
    Partial,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.annotations import declared
from gradsight.interpret.classes import find, find_method, mro
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.stdlib import FIELD

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


def compared_fields(machine: Machine, cls: Class) -> list[str] | None:
    """The fields by which two objects are equal; None if they are not compared by fields."""
    if find(machine, cls, DATACLASS) != TRUE:
        return None
    fields = all_fields(machine, cls).items()
    kept = [name for name, field in fields if not any(_says(machine, field, kind) for kind in ("InitVar", "KW_ONLY"))]
    return [name for name in kept if _said(machine, cls, name).get("compare") != FALSE]


def init_fields(machine: Machine, instance: Ref, cls: Class, args: Args, place: Place) -> bool:
    """The `__init__` that `@dataclass` makes; False if the class is none."""
    if not _is_dataclass(machine, cls):
        return False
    values = _values(machine, cls, args)
    passed = [name for name, field in all_fields(machine, cls).items() if _says(machine, field, "InitVar")]
    for name, value in values.items():
        if name not in passed:
            machine.set_attribute(instance, name, value, place)
    after = find_method(machine, cls, "__post_init__")
    if after is not None:
        machine.call(Bound(instance, after), Args(tuple(values[name] for name in passed if name in values)), place)
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
    """What each field is set to; those that the constructor does not set are left out."""
    positional = list(args.positional)
    result: dict[str, Value] = {}
    only_by_name = False
    for name, field in all_fields(machine, cls).items():
        said = _said(machine, cls, name)
        if _says(machine, field, "KW_ONLY"):
            only_by_name = True
        elif said.get("init") == FALSE:
            if "default" in said or _factory(machine, cls, name) is not None:
                result[name] = _default(machine, cls, name, field)
        elif positional and not only_by_name and said.get("kw_only") != TRUE:
            result[name] = positional.pop(0)
        elif name in args.keywords:
            result[name] = args.keywords[name]
        else:
            default = _default(machine, cls, name, field)
            result[name] = default if args.more is None else choice([default, _open(machine, name)])
    return result


def _open(machine: Machine, name: str) -> Unknown:
    return Unknown(Why(machine.statement, f"`{name}` may be given by what is unpacked here"), tainted=True)


def _says(machine: Machine, field: Field, name: str) -> bool:
    """Whether the annotation of a field is of that kind of `dataclasses`."""
    code, annotation = field
    text = machine.source(code.place(annotation.annotation))
    return text.removeprefix("dataclasses.").startswith(name)


def _said(machine: Machine, cls: Class, name: str) -> dict[str, Value]:
    """What `field(...)` says of it."""
    default = find(machine, cls, name)
    return dict(default.kwargs) if _is_field(default) and isinstance(default, Partial) else {}


def _factory(machine: Machine, cls: Class, name: str) -> Value | None:
    default = find(machine, cls, name)
    return default.args[0] if _is_field(default) and isinstance(default, Partial) and default.args else None


def _is_field(value: Value | None) -> bool:
    return isinstance(value, Partial) and isinstance(value.function, Native) and value.function.name == FIELD


def _default(machine: Machine, cls: Class, name: str, field: Field) -> Value:
    default, factory = find(machine, cls, name), _factory(machine, cls, name)
    if factory is not None:
        return machine.call(factory, Args(), machine.statement)
    if _is_field(default):
        default = _said(machine, cls, name).get("default")
    if default is not None:
        return default
    code, annotation = field
    machine.frames.append(Frame(code, cls.scope, statement=machine.statement))
    value = declared(machine, annotation, f"field `{name}` is not given")
    machine.frames.pop()
    return value
