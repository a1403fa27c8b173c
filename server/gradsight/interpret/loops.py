"""Loops. The first round is run on its own, the later ones to a fixed point, so that what is true only from the second
round on is seen as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial, reduce
from typing import TypeVar

import libcst as cst

from gradsight.domain.join import join_tensors
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import Ids
from gradsight.domain.state import Mark, State
from gradsight.domain.values import NONE, Choice, Literal, Tuple, Value, choice, options
from gradsight.domain.walk import refs, rename, rename_object
from gradsight.interpret.assigning import assign
from gradsight.interpret.frames import Loop
from gradsight.interpret.iteration import iterate
from gradsight.interpret.leaving import leaving
from gradsight.interpret.living import passing
from gradsight.interpret.machine import Machine, executes
from gradsight.interpret.narrowing import narrow
from gradsight.knowledge.host import Items

ResultT = TypeVar("ResultT")
MOST_KNOWN = 64
MOST_ROUNDS = 8


@executes(cst.For)
def for_statement(machine: Machine, node: cst.For) -> None:
    machine.frame.statement = machine.place(node.iter)
    items = iterate(machine, machine.eval(node.iter), lazily=True)

    def round_(item: Value) -> Value:
        assign(machine, node.target, item)
        machine.body(node.body.body)
        forget_passing(machine)
        return NONE

    with_exits(machine, lambda: in_mode(machine, items, lambda: rounds(machine, items, round_)), node)


def in_mode(machine: Machine, items: Items, block: Callable[[], ResultT]) -> ResultT:
    """Runs the rounds of a loop in the grad mode of the generator that it iterates over."""
    if items.mode is None:
        return block()
    before, machine.state.mode = machine.state.mode, items.mode
    results: list[ResultT] = []

    def restore() -> None:
        machine.state.mode = before

    leaving(machine, lambda: results.append(block()), restore)
    return results[0]


@executes(cst.While)
def while_statement(machine: Machine, node: cst.While) -> None:
    with_exits(machine, lambda: _while(machine, node), node)


def with_exits(machine: Machine, run: Callable[[], object], node: cst.For | cst.While) -> None:
    """Runs a loop and its `else`, and joins the ways out of it."""
    loop, since, orelse = Loop(passing(machine.frame.code, node)), machine.mark(), node.orelse
    machine.frame.loops.append(loop)
    run()
    machine.frame.loops.pop()
    if orelse is not None and not machine.state.dead:
        machine.body(orelse.body.body)
    machine.state = machine.join_states([machine.state, *loop.breaks], since)


def forget_passing(machine: Machine) -> None:
    """At the end of a round."""
    if machine.state.dead:
        return
    names = machine.state.names(machine.frame.scope)
    for name in machine.frame.loops[-1].forgets:
        names.pop(name, None)


def rounds(machine: Machine, items: Items, round_: Callable[[Value], Value]) -> tuple[list[Value], Value | None]:
    """Runs one round per known item, then those of unknown number; answers their values likewise."""
    if items.whole and items.rest is not None:
        return _members(machine, items, round_)
    known, rest = items.known, items.rest
    if len(known) > MOST_KNOWN:
        known, rest = known[:1], choice([*known, *(() if rest is None else (rest,))])
    results: list[Value] = []
    since, before = machine.mark(), machine.round
    for item in known:
        if machine.state.dead:
            break
        since = machine.mark()
        results.append(_round(machine, round_, item))
        if _only_counts(item):
            machine.round = "rest"
    machine.round = before
    if rest is None or machine.state.dead:
        return results, None
    one = partial(_with_its_own, machine, items.own, round_) if items.own else round_
    if known:
        return _after_known(machine, rest, one, since, results)
    return results, _all_unknown(machine, rest, one, items.some)


def _with_its_own(machine: Machine, own: Ids, round_: Callable[[Value], Value], item: Value) -> Value:
    """One round with objects of its own in place of those that are made anew for each item."""
    heap = machine.state.heap
    ids = {id: machine.id() for id in sorted(own) if heap.get(id) is not None}
    for id, new in ids.items():
        heap[new] = rename_object(heap[id], ids)
    return round_(rename(item, ids))


def _only_counts(item: Value) -> bool:
    """Whether the rounds differ by their number only, as over `range(3)`: then the first is told from the later ones."""
    return isinstance(item, Literal) and item.kind == "int"


def _members(machine: Machine, items: Items, round_: Callable[[Value], Value]) -> tuple[list[Value], Value | None]:
    """Parameters of unknown number, each of which comes once: what any round does to one is what becomes of all."""
    results, _ = rounds(machine, Items(items.known, None, items.some), round_)
    later: list[Value] = []
    assert items.rest is not None
    for option in options(items.rest):
        if machine.state.dead:
            break
        value = _one_by_one(machine, option, round_)
        later.extend(() if value is None else (value,))
    return results, choice(later) if later else None


def _one_by_one(machine: Machine, item: Value, round_: Callable[[Value], Value]) -> Value | None:
    """The rounds for the tensors that a summary stands for; in each it is the one tensor whose turn it is."""
    id = next(id for id in refs(item))
    before, ends = machine.state.tensor(id), list[Tensor]()
    if before is None or not before.summary:
        return _all_unknown(machine, item, round_, False)

    def one(value: Value) -> Value:
        found = machine.state.tensor(id)
        assert found is not None and before is not None
        machine.state.heap[id] = replace(found, states=before.states, frozen=before.frozen, summary=False)
        return round_(value)

    def done() -> None:
        found = machine.state.tensor(id)
        if found is not None and not machine.state.dead:
            ends.append(found)
            machine.state.heap[id] = replace(reduce(join_tensors, ends), summary=True)

    value = _all_unknown(machine, item, one, False, done)
    if ends and not machine.state.dead:
        machine.state.heap[id] = replace(reduce(join_tensors, ends), summary=True)
    return value


def _after_known(
    machine: Machine, rest: Value, round_: Callable[[Value], Value], since: Mark, results: list[Value]
) -> tuple[list[Value], Value | None]:
    """The rounds after the known ones, whose results are kept alive through the joins."""
    kept = Tuple(tuple(results))
    value = _more(machine, rest, lambda item: Tuple((kept, round_(item))), since, Tuple((kept,)))
    assert isinstance(value, Tuple | Choice)
    pairs = [option.items for option in options(value) if isinstance(option, Tuple)]
    columns = [pair[0].items for pair in pairs if isinstance(pair[0], Tuple)]
    known = [choice(list(column)) for column in zip(*columns, strict=True)]
    later = [pair[1] for pair in pairs if len(pair) == 2]
    return known, choice(later) if later else None


def _nothing() -> None:
    """What is to be done after a round."""


def _all_unknown(
    machine: Machine, item: Value, round_: Callable[[Value], Value], some: bool, done: Callable[[], None] = _nothing
) -> Value | None:
    since = machine.mark()
    before = None if some else machine.state.fork()
    first = _round(machine, round_, item)
    done()
    if machine.state.dead:
        if before is not None:
            machine.state = before
        return first
    value = _more(machine, item, round_, since, first, done)
    if before is not None:
        machine.state, value = machine.join_all([(machine.state, value), (before, None)], since)
    return value


def _more(
    machine: Machine,
    item: Value,
    round_: Callable[[Value], Value],
    since: Mark,
    value: Value | None = None,
    done: Callable[[], None] = _nothing,
) -> Value | None:
    """Rounds until nothing new is seen. Ends in the state after any number of them."""
    head, before = machine.state, machine.round
    machine.round = "rest"
    for _ in range(MOST_ROUNDS):
        machine.state = head.fork()
        result = _round(machine, round_, item)
        done()
        if machine.state.dead or (head.certain and not machine.state.certain):
            value = result if value is None else value
            break
        joined = machine.join_two(head, machine.state, since, value, result, widen=True)
        settled = not joined.changed and joined.extra == value
        head, value = joined.state, joined.extra
        if settled:
            break
    machine.state, machine.round = head, before
    return value


def _round(machine: Machine, round_: Callable[[Value], Value], item: Value) -> Value:
    """One round, with the paths that `continue` joined to its end."""
    since = machine.mark()
    loops = machine.frame.loops
    outer = loops[-1].continues if loops else []
    mine: list[State] = []
    if loops:
        loops[-1].continues = mine
    value = round_(item)
    if loops:
        loops[-1].continues = outer
    if mine:
        machine.state = machine.join_states([machine.state, *mine], since)
    return value


def _while(machine: Machine, node: cst.While) -> None:
    since = machine.mark()
    exits: list[State] = []

    def round_(_: Value) -> Value:
        machine.body(node.body.body)
        forget_passing(machine)
        return NONE

    if not _enter(machine, node, exits):
        return
    _round(machine, round_, NONE)
    later: list[State] = []
    head, before = machine.state, machine.round
    machine.round = "rest"
    for _ in range(MOST_ROUNDS):
        if head.dead:
            break
        later.clear()
        machine.state = head.fork()
        if not _enter(machine, node, later):
            break
        _round(machine, round_, NONE)
        if machine.state.dead or (head.certain and not machine.state.certain):
            break
        joined = machine.join_two(head, machine.state, since, widen=True)
        head = joined.state
        if not joined.changed:
            break
    machine.round = before
    machine.state = _way_out(machine, exits + later, head, since)


def _enter(machine: Machine, node: cst.While, exits: list[State]) -> bool:
    """Evaluates the condition; keeps the path that leaves, and goes on with the one that enters."""
    machine.frame.statement = machine.place(node.test)
    truth = machine.truth(machine.eval(node.test))
    if truth is not True:
        inside, machine.state = machine.state, machine.state.fork()
        narrow(machine, node.test, False)
        exits.append(machine.state)
        machine.state = inside
        if truth is False:
            machine.state = exits[-1]
            return False
    narrow(machine, node.test, True)
    return True


def _way_out(machine: Machine, exits: list[State], last: State, since: Mark) -> State:
    if exits:
        return machine.join_states(exits, since)
    last = last.fork()
    last.dead = True
    return last


@executes(cst.Break)
def break_statement(machine: Machine, _: cst.Break) -> None:
    if machine.frame.loops:
        machine.frame.loops[-1].breaks.append(machine.state.fork())
    machine.state.dead = True


@executes(cst.Continue)
def continue_statement(machine: Machine, _: cst.Continue) -> None:
    if machine.frame.loops:
        forget_passing(machine)
        machine.frame.loops[-1].continues.append(machine.state.fork())
    machine.state.dead = True
