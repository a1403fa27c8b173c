"""Constants and strings."""

from __future__ import annotations

import ast
from functools import lru_cache

import libcst as cst

from gradsight.domain.reach import unite_lost
from gradsight.domain.values import Literal, Plain, Tuple, Value, literal, lost_of
from gradsight.domain.walk import NESTED_DEEPLY, grows
from gradsight.interpret.forms import evaluates
from gradsight.interpret.machine import Machine


@evaluates(cst.Integer, cst.Float, cst.Imaginary, cst.SimpleString)
def constant(_: Machine, node: cst.Integer | cst.Float | cst.Imaginary | cst.SimpleString) -> Value:
    return _constant(node.value)


@lru_cache(maxsize=4096)
def _constant(text: str) -> Value:
    try:
        return literal(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return Plain("number" if text[:1].isdigit() else "str")


@evaluates(cst.Ellipsis)
def ellipsis(_: Machine, __: cst.Ellipsis) -> Value:
    return literal(...)


@evaluates(cst.ConcatenatedString)
def concatenated(machine: Machine, node: cst.ConcatenatedString) -> Value:
    left, right = machine.eval(node.left), machine.eval(node.right)
    match left, right:
        case (Literal(str() as a), Literal(str() as b)):
            return literal(a + b)
    return Plain("str", unite_lost((lost_of(left), lost_of(right))))


@evaluates(cst.FormattedString, cst.TemplatedString)
def formatted(machine: Machine, node: cst.FormattedString | cst.TemplatedString) -> Value:
    known = _parts(machine, node.parts)
    return Plain("str") if known is None else literal(known)


def _parts(machine: Machine, parts: object) -> str | None:
    text: str | None = ""
    for part in parts:  # type: ignore[attr-defined]
        if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
            text = None if text is None else text + part.value
            continue
        value = machine.eval(part.expression)
        if part.format_spec:
            _parts(machine, part.format_spec)
        plain = isinstance(value, Literal) and not part.format_spec and not part.conversion
        text = text + str(value.value) if plain and text is not None and isinstance(value, Literal) else None
    return text


@evaluates(cst.Tuple)
def tuple_display(machine: Machine, node: cst.Tuple) -> Value:
    from gradsight.interpret.displays import elements

    known, rest = elements(machine, node.elements)
    if rest is None:
        made = Tuple(known)
        return machine.unknown(node, NESTED_DEEPLY) if grows(made) else made
    from gradsight.domain.objects import Sequence

    return machine.new(Sequence("tuple", known, rest))
