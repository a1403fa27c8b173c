"""Decorators that change what a function is: `staticmethod`, `property`, `contextmanager` …"""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.values import Function, Library, Method, Value
from gradsight.interpret.machine import Machine

FLAVOURS = {
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "builtins.property": "property",
    "functools.cached_property": "cached_property",
    "abc.abstractproperty": "property",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
}
PROPERTIES = ("property", "cached_property")


def setter_of(name: str) -> str:
    """The name in a class's scope under which the setter of a property is kept; no program can spell it."""
    return f"{name}.setter"


def flavoured(machine: Machine, maker: Value, value: Value) -> Value | None:
    """The function with that flavour, or None if the decorator is none of these."""
    if not isinstance(value, Function):
        return None
    if isinstance(maker, Library) and maker.name in FLAVOURS:
        return replace(value, flavour=FLAVOURS[maker.name])
    match maker:
        case Method(Function(flavour="property") as read, "setter"):
            if value.owner is not None:
                machine.state.names(value.owner)[setter_of(read.name)] = value
            return read
        case Method(Function(flavour="property") as read, "deleter"):
            return read
    return None
