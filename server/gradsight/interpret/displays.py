"""Lists, sets, dicts, and unpacking in them."""

from __future__ import annotations

from collections.abc import Sequence as Many

import libcst as cst

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import Unknown, Value, choice
from gradsight.interpret.iteration import iterate
from gradsight.interpret.machine import Machine, evaluates
from gradsight.interpret.namespaces import as_dict
from gradsight.knowledge.python.containers import is_key


def elements(machine: Machine, nodes: Many[cst.BaseElement]) -> tuple[tuple[Value, ...], Value | None]:
    """The items of a display; from the first `*` of unknown length on, the rest are one value."""
    known: list[Value] = []
    rest: list[Value] = []
    for node in nodes:
        value = machine.eval(node.value)
        if not isinstance(node, cst.StarredElement):
            (rest if rest else known).append(value)
            continue
        items = iterate(machine, value)
        (rest if rest else known).extend(items.known)
        if items.rest is not None:
            rest.append(items.rest)
    return tuple(known), choice(rest) if rest else None


@evaluates(cst.List, cst.Set)
def sequence(machine: Machine, node: cst.List | cst.Set) -> Value:
    known, rest = elements(machine, node.elements)
    return machine.new(Sequence("list" if isinstance(node, cst.List) else "set", known, rest))


@evaluates(cst.Dict)
def dictionary(machine: Machine, node: cst.Dict) -> Value:
    items: dict[Value, Value] = {}
    rest: list[Value] = []
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            key, value = machine.eval(element.key), machine.eval(element.value)
            if is_key(key):
                items[key] = value
            else:
                rest.append(value)
        else:
            _merge(machine, as_dict(machine, machine.eval(element.value)), items, rest)
    return machine.new(Dict(items, choice(rest) if rest else None))


def _merge(machine: Machine, value: Value, items: dict[Value, Value], rest: list[Value]) -> None:
    from gradsight.domain.values import Ref

    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Dict):
        if found.rest is not None:
            rest.append(found.rest)
            if not isinstance(found.rest, Unknown):
                items.update({key: choice([before, found.rest]) for key, before in items.items()})
        items.update(found.items)
    else:
        rest.append(value)
