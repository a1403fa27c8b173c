"""Comprehensions and generator expressions: loops that collect values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import libcst as cst

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import NONE, Value
from gradsight.interpret.assigning import assign
from gradsight.interpret.forms import evaluates
from gradsight.interpret.frames import Frame
from gradsight.interpret.iteration import iterate
from gradsight.interpret.loops import in_mode, rounds
from gradsight.interpret.machine import Machine
from gradsight.interpret.narrowing import narrow
from gradsight.knowledge.host import Items
from gradsight.knowledge.python.containers import extended
from gradsight.knowledge.python.dicts import set_dict_item
from gradsight.knowledge.python.sets import as_set

COLLECTED = "*collected"
"""The name in a comprehension's own scope of what it makes, so that joins see it."""


@evaluates(cst.ListComp, cst.SetComp, cst.GeneratorExp)
def comprehension(machine: Machine, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]

    def add(id: int) -> None:
        value = machine.eval(node.elt)
        found = machine.state.heap[id]
        assert isinstance(found, Sequence)
        more = extended(found, Items((value,)))
        machine.state.heap[id] = as_set(machine, more) if kind == "set" else more

    return _collect(machine, node.for_in, Sequence(kind, ()), add)


@evaluates(cst.DictComp)
def dict_comprehension(machine: Machine, node: cst.DictComp) -> Value:
    return _collect(
        machine,
        node.for_in,
        Dict({}),
        lambda id: set_dict_item(machine, id, machine.eval(node.key), machine.eval(node.value)),
    )


@contextmanager
def _own_scope(machine: Machine) -> Iterator[None]:
    outer = machine.frame
    scope = machine.id()
    machine.state.open(scope, outer.scope)
    inner = Frame(outer.code, scope, outer.function, outer.receiver, comprehension=True, statement=outer.statement)
    machine.frames.append(inner)
    try:
        yield
    finally:
        machine.frames.pop()
        if not inner.captured:
            machine.state.scopes.pop(scope, None)
        outer.captured = outer.captured or inner.captured


def _collect(machine: Machine, clause: cst.CompFor, empty: Sequence | Dict, add: Callable[[int], None]) -> Value:
    """What a comprehension makes; `add` evaluates an element and puts it there."""
    with _own_scope(machine):
        made = machine.new(empty)
        machine.state.names(machine.frame.scope)[COLLECTED] = made
        _clause(machine, clause, partial(add, made.id))
    return made


def _clause(machine: Machine, clause: cst.CompFor, add: Callable[[], None]) -> None:
    """Runs one `for` clause."""
    items = iterate(machine, machine.eval(clause.iter), lazily=True)

    def round_(item: Value) -> None:
        assign(machine, clause.target, item)
        _filtered(machine, clause, list(clause.ifs), add)

    in_mode(machine, items, lambda: rounds(machine, items, round_))


def _filtered(machine: Machine, clause: cst.CompFor, ifs: list[cst.CompIf], add: Callable[[], None]) -> None:
    """One round: what follows, if the conditions hold."""
    if not ifs:
        if clause.inner_for_in is None:
            add()
        else:
            _clause(machine, clause.inner_for_in, add)
        return
    truth = machine.truth(machine.eval(ifs[0].test))

    def holds() -> Value:
        narrow(machine, ifs[0].test, True)
        _filtered(machine, clause, ifs[1:], add)
        return NONE

    if truth is None:
        machine.either([holds, lambda: NONE])
    elif truth:
        holds()
