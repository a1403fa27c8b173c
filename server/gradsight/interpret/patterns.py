"""`match` patterns: whether they match, and what they bind."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Sequence
from gradsight.domain.values import Literal, Plain, Ref, Tuple, Unknown, Value, literal
from gradsight.interpret.keys import equal
from gradsight.interpret.machine import Machine
from gradsight.interpret.variables import bind


def matches(machine: Machine, pattern: cst.MatchPattern, value: Value) -> Tri:
    """Whether `value` matches; names in the pattern are bound."""
    match pattern:
        case cst.MatchAs():
            answer = True if pattern.pattern is None else matches(machine, pattern.pattern, value)
            if pattern.name is not None:
                bind(machine, pattern.name.value, value)
            return answer
        case cst.MatchOr():
            return _any([matches(machine, element.pattern, value) for element in pattern.patterns])
        case cst.MatchValue():
            return equal(machine, machine.eval(pattern.value), value)
        case cst.MatchSingleton():
            return equal(machine, literal({"None": None, "True": True, "False": False}[pattern.value.value]), value)
        case cst.MatchClass():
            return _class(machine, pattern, value)
        case cst.MatchSequence():
            return _sequence(machine, pattern, value)
        case cst.MatchMapping():
            return _mapping(machine, pattern, value)
    return None


def _any(answers: list[Tri]) -> Tri:
    return True if True in answers else None if None in answers else False


def _all(answers: list[Tri]) -> Tri:
    return False if False in answers else None if None in answers else True


def _class(machine: Machine, pattern: cst.MatchClass, value: Value) -> Tri:
    from gradsight.interpret.typing import is_instance

    answers = [is_instance(machine, value, machine.eval(pattern.cls))]
    if answers[0] is False:
        return False
    for element in pattern.kwds:
        part = machine.attribute(value, element.key.value, machine.place(pattern.cls))
        answers.append(matches(machine, element.pattern, part))
    for index, positional in enumerate(pattern.patterns):
        answers.append(matches(machine, positional.value, _positional(machine, value, index, pattern)))
    return _all(answers)


def _positional(machine: Machine, value: Value, index: int, pattern: cst.MatchClass) -> Value:
    """By `__match_args__`, which a dataclass makes of its fields."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance) and index < len(found.attrs):
        return list(found.attrs.values())[index]
    return value if index == 0 else machine.unknown(pattern.cls, "the pattern's part is not followed")


def _sequence(machine: Machine, pattern: cst.MatchSequence, value: Value) -> Tri:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else value
    items = found.items if isinstance(found, Tuple | Sequence) else None
    exact = isinstance(found, Tuple) or (isinstance(found, Sequence) and found.rest is None)
    patterns = list(pattern.patterns)
    star = next((i for i, p in enumerate(patterns) if isinstance(p, cst.MatchStar)), None)
    if items is not None and exact:
        fits = len(items) == len(patterns) if star is None else len(items) >= len(patterns) - 1
        if not fits:
            return False
        return _all([_element(machine, p, items, i, star, len(patterns)) for i, p in enumerate(patterns)])
    unknown = (
        value if isinstance(value, Unknown | Plain) else machine.unknown(pattern, "the pattern's part is not followed")
    )
    for element in patterns:
        if isinstance(element, cst.MatchSequenceElement):
            matches(machine, element.value, unknown)
    return False if isinstance(value, Literal) else None


def _element(machine: Machine, element: cst.CSTNode, items: tuple[Value, ...], i: int, star: int | None, n: int) -> Tri:
    if isinstance(element, cst.MatchStar):
        if element.name is not None:
            bind(machine, element.name.value, machine.new(Sequence("list", items[i : len(items) - (n - 1 - i)])))
        return True
    at = i if star is None or i < star else len(items) - (n - i)
    return matches(machine, element.value, items[at])  # type: ignore[attr-defined]


def _mapping(machine: Machine, pattern: cst.MatchMapping, value: Value) -> Tri:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    answers: list[Tri] = []
    for element in pattern.elements:
        key = machine.key(machine.eval(element.key))
        part = found.items.get(key) if isinstance(found, Dict) and key is not None else None
        if part is None and isinstance(found, Dict) and found.rest is None and key is not None:
            return False
        unknown = value if isinstance(value, Plain) else machine.unknown(pattern, "the pattern's part is not followed")
        answers.append(matches(machine, element.pattern, unknown if part is None else part))
        answers.append(True if part is not None and isinstance(found, Dict) and key not in found.unsure else None)
    if pattern.rest is not None:
        bind(machine, pattern.rest.value, machine.new(found if isinstance(found, Dict) else Dict({})))
    return _all(answers)
