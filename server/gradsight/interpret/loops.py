"""Loops. The first round is run on its own, the later ones to a fixed point, so that what is true only from the second
round on is seen as such."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import libcst as cst

from gradsight.domain.state import Mark, State
from gradsight.domain.values import NONE, Literal, Value, choice, options
from gradsight.interpret.assigning import assign
from gradsight.interpret.consuming import consumed
from gradsight.interpret.forms import executes
from gradsight.interpret.frames import Loop
from gradsight.interpret.iteration import iterate
from gradsight.interpret.leaving import change_ways_out, leaving, mark
from gradsight.interpret.living import passing
from gradsight.interpret.machine import Machine
from gradsight.interpret.narrowing import narrow
from gradsight.interpret.turns import Turn
from gradsight.knowledge.anew import one_of
from gradsight.knowledge.host import Items

ResultT = TypeVar("ResultT")
MOST_KNOWN = 64
MOST_ROUNDS = 8


@executes(cst.For)
def for_statement(machine: Machine, node: cst.For) -> None:
    machine.frame.statement = machine.place(node.iter)
    value = machine.eval(node.iter)
    source = consumed(machine, value)
    items = iterate(machine, value, lazily=True)

    def round_(item: Value) -> None:
        assign(machine, node.target, item if source is None else source.take(machine, item))
        machine.body(node.body.body)
        forget_passing(machine)

    def run() -> None:
        in_mode(machine, items, lambda: rounds(machine, items, round_))
        if source is not None:
            source.end(machine)

    with_exits(machine, run, node)


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


def rounds(machine: Machine, items: Items, round_: Callable[[Value], None]) -> None:
    """Runs one round per known item, then those of unknown number."""
    if items.whole and items.rest is not None:
        _members(machine, items, round_)
        return
    known, rest = items.known, items.rest
    if len(known) > MOST_KNOWN:
        known, rest = known[:1], choice([*known, *(() if rest is None else (rest,))])
    since, before = machine.mark(), machine.round
    for item in known:
        if machine.state.dead:
            break
        since = machine.mark()
        _round(machine, round_, item)
        if _only_counts(item):
            machine.round = "rest"
    machine.round = before
    if rest is None or machine.state.dead:
        return

    def one(item: Value) -> None:
        round_(one_of(machine, items.own, item) if items.own else item)

    if known:
        _more(machine, rest, one, since)
    else:
        _all_unknown(machine, rest, one, items.some)


def _only_counts(item: Value) -> bool:
    """Whether the rounds differ by their number only, as over `range(3)`: then the first is told from the later ones."""
    return isinstance(item, Literal) and item.kind == "int"


def _members(machine: Machine, items: Items, round_: Callable[[Value], None]) -> None:
    """Objects of unknown number, each of which comes once: what any round does to one is what becomes of all."""
    assert items.rest is not None
    rounds(machine, Items(items.known), round_)
    turns = [(option, Turn(machine.state, option, machine.log)) for option in options(items.rest)]

    def one(_: Value) -> None:
        machine.either([partial(_take_turn, machine, option, turn, round_) for option, turn in turns])

    if not machine.state.dead:
        _all_unknown(machine, items.rest, one, items.some)
    for _, turn in turns:
        turn.over(machine.state)


def _take_turn(machine: Machine, item: Value, turn: Turn, round_: Callable[[Value], None]) -> Value:
    turn.begin(machine.state)
    marks = mark(machine)
    _round(machine, round_, item)
    change_ways_out(machine, marks, turn.left)
    turn.end(machine.state)
    return NONE


def _all_unknown(machine: Machine, item: Value, round_: Callable[[Value], None], some: bool) -> None:
    since = machine.mark()
    before = None if some else machine.state.fork()
    _round(machine, round_, item)
    if not machine.state.dead:
        _more(machine, item, round_, since)
    elif before is not None:
        machine.state, before = before, None
    if before is not None:
        machine.state = machine.join_states([before, machine.state], since, rounds=True)


def _more(machine: Machine, item: Value, round_: Callable[[Value], None], since: Mark) -> None:
    """Rounds until nothing new is seen. Ends in the state after any number of them."""
    head, before = machine.state, machine.round
    machine.round = "rest"
    for _ in range(MOST_ROUNDS):
        machine.state = head.fork()
        _round(machine, round_, item)
        if machine.state.dead or (head.certain and not machine.state.certain):
            break
        joined = machine.join_two(head, machine.state, since, widen=True, rounds=True)
        head = joined.state
        if not joined.changed:
            break
    machine.state, machine.round = head, before


def _round(machine: Machine, round_: Callable[[Value], None], item: Value) -> None:
    """One round, with the paths that `continue` joined to its end."""
    since = machine.mark()
    loops = machine.frame.loops
    outer = loops[-1].continues if loops else []
    mine: list[State] = []
    if loops:
        loops[-1].continues = mine
    round_(item)
    if loops:
        loops[-1].continues = outer
    if mine:
        machine.state = machine.join_states([machine.state, *mine], since)


def _while(machine: Machine, node: cst.While) -> None:
    since = machine.mark()
    exits: list[State] = []

    def round_(_: Value) -> None:
        machine.body(node.body.body)
        forget_passing(machine)

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
        joined = machine.join_two(head, machine.state, since, widen=True, rounds=True)
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
        return machine.join_states(exits, since, rounds=True)
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
