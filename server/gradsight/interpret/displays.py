"""Lists, sets, dicts, and unpacking in them."""

from __future__ import annotations

from collections.abc import Sequence as Many

import libcst as cst

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import Ref, Value, choice
from gradsight.interpret.forms import evaluates
from gradsight.interpret.iteration import iterate
from gradsight.interpret.machine import Machine
from gradsight.interpret.namespaces import as_dict
from gradsight.knowledge.python.dicts import made_of, updated
from gradsight.knowledge.python.sets import as_set


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
    found = Sequence("list", known, rest)
    return machine.new(found if isinstance(node, cst.List) else as_set(machine, found))


@evaluates(cst.Dict)
def dictionary(machine: Machine, node: cst.Dict) -> Value:
    made, pairs = Dict({}), list[tuple[Value, Value]]()
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            pairs.append((machine.eval(element.key), machine.eval(element.value)))
            continue
        more = _spread(machine, as_dict(machine, machine.eval(element.value)))
        made, pairs = updated(updated(made, made_of(machine, pairs)), more), []
    return machine.new(updated(made, made_of(machine, pairs)))


def _spread(machine: Machine, value: Value) -> Dict:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found if isinstance(found, Dict) else Dict({}, value)
