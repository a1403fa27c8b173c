"""Comprehensions and generator expressions: loops that collect values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import libcst as cst

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import Literal, Tuple, Value, choice
from gradsight.interpret.assigning import assign
from gradsight.interpret.frames import Frame
from gradsight.interpret.iteration import iterate
from gradsight.interpret.loops import in_mode, rounds
from gradsight.interpret.machine import Machine, evaluates
from gradsight.interpret.narrowing import narrow
from gradsight.knowledge.host import Items
from gradsight.knowledge.python.containers import is_key

NOTHING = Literal("no item", "absent")
"""Stands for a round that adds nothing, because a condition was false."""


@evaluates(cst.ListComp, cst.SetComp, cst.GeneratorExp)
def comprehension(machine: Machine, node: cst.ListComp | cst.SetComp | cst.GeneratorExp) -> Value:
    kind = {cst.ListComp: "list", cst.SetComp: "set", cst.GeneratorExp: "iterator"}[type(node)]
    items = _collect(machine, node.for_in, lambda: machine.eval(node.elt))
    return machine.new(Sequence(kind, items.known, items.rest, items.some))


@evaluates(cst.DictComp)
def dict_comprehension(machine: Machine, node: cst.DictComp) -> Value:
    pairs = _collect(machine, node.for_in, lambda: Tuple((machine.eval(node.key), machine.eval(node.value))))
    items: dict[Value, Value] = {}
    others: list[Value] = [] if pairs.rest is None else [_second(pairs.rest)]
    for pair in pairs.known:
        assert isinstance(pair, Tuple)
        key, value = pair.items
        if is_key(key):
            items[key] = value
        else:
            others.append(value)
    return machine.new(Dict(items, choice(others) if others else None))


def _second(pairs: Value) -> Value:
    from gradsight.domain.values import options

    return choice([pair.items[1] if isinstance(pair, Tuple) else pair for pair in options(pairs)])


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


def _collect(machine: Machine, clause: cst.CompFor, element: Callable[[], Value]) -> Items:
    with _own_scope(machine):
        return _clause(machine, clause, element)


def _clause(machine: Machine, clause: cst.CompFor, element: Callable[[], Value]) -> Items:
    """What one `for` clause collects."""
    items = iterate(machine, machine.eval(clause.iter), lazily=True)

    def round_(item: Value) -> Value:
        assign(machine, clause.target, item)
        return _filtered(machine, clause, list(clause.ifs), element)

    results, rest = in_mode(machine, items, lambda: rounds(machine, items, round_))
    return _sorted(results, rest, items.some)


def _filtered(machine: Machine, clause: cst.CompFor, ifs: list[cst.CompIf], element: Callable[[], Value]) -> Value:
    """The value of one round: NOTHING if a condition fails; a tuple of all that an inner clause collects."""
    if not ifs:
        if clause.inner_for_in is None:
            return Tuple((element(),), ("one",))
        inner = _clause(machine, clause.inner_for_in, element)
        if inner.rest is None:
            return Tuple(inner.known, ("all",))
        return Tuple((*inner.known, inner.rest), ("some",) if inner.certain else ("any",))
    truth = machine.truth(machine.eval(ifs[0].test))

    def holds() -> Value:
        narrow(machine, ifs[0].test, True)
        return _filtered(machine, clause, ifs[1:], element)

    if truth is None:
        return machine.either([holds, lambda: NOTHING])
    return holds() if truth else NOTHING


def _sorted(results: list[Value], rest: Value | None, some: bool) -> Items:
    """Splits results into those that are certainly there, in order, and the others."""
    known: list[Value] = []
    others: list[Value] = []
    sure = False
    for result in results:
        if not others and _is(result, "one", "all"):
            known.extend(_flat(result))
        else:
            others.extend(_flat(result))
            sure = sure or _is(result, "one", "some")
    if rest is not None:
        others.extend(_flat(rest))
        sure = sure or (some and _is(rest, "one", "some"))
    return Items(tuple(known), choice(others) if others else None, sure)


def _is(result: Value, *marks: str) -> bool:
    return isinstance(result, Tuple) and result.fields[0] in marks


def _flat(result: Value) -> list[Value]:
    from gradsight.domain.values import options

    return [value for option in options(result) if isinstance(option, Tuple) for value in option.items]
