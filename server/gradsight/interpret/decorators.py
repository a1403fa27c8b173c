"""Decorators that change what a function is: `staticmethod`, `property`, `contextmanager` …"""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.values import Bound, Function, Library, Method, Value

FLAVOURS = {
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "builtins.property": "property",
    "functools.cached_property": "property",
    "abc.abstractproperty": "property",
    "contextlib.contextmanager": "contextmanager",
    "contextlib.asynccontextmanager": "contextmanager",
}


def flavoured(maker: Value, value: Value) -> Value | None:
    """The function with that flavour, or None if the decorator is none of these."""
    if not isinstance(value, Function):
        return None
    if isinstance(maker, Library) and maker.name in FLAVOURS:
        return replace(value, flavour=FLAVOURS[maker.name])
    if isinstance(maker, Bound | Method) and _is_accessor(maker):
        return value
    return None


def _is_accessor(maker: Value) -> bool:
    return isinstance(maker, Method) and maker.name in ("setter", "deleter", "getter")
