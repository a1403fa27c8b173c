"""Keeps paths apart as long as later statements ask what was asked before: `if train: … if train: …`.

A condition that is open is first taken to hold and then not to hold, each for the rest of the block. Where the same condition stands
again it is answered likewise, unless what it looks at has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import libcst as cst

from gradsight.domain.values import NONE, Choice, Literal, Missing, Plain, Unknown, Value, literal
from gradsight.interpret.forms import EVALUATE
from gradsight.interpret.machine import Machine
from gradsight.interpret.narrowing import current
from gradsight.interpret.questions import Assumed, Group, plan

MOST = 2
"""How many conditions are kept apart at once."""


def run_body(machine: Machine, statements: Sequence[cst.CSTNode], start: int = 0) -> None:
    """Runs statements, from the one with this index on, until the path ends."""
    groups = plan(statements)
    for index in range(start, len(statements)):
        if machine.state.dead:
            return
        for group in groups.get(index, ()):
            if _open(machine, group):
                _split(machine, group, statements, index)
                return
        if machine.attempts and not isinstance(statements[index], cst.Try | cst.TryStar):
            machine.attempts[-1].note(machine.state, nested=True)
        machine.exec(statements[index])


def _open(machine: Machine, group: Group) -> bool:
    """Whether the answer depends, and following both answers is within bounds."""
    splits = machine.splits
    if splits.never or len(splits.groups) >= MOST or machine.frame.on_yield is not None or machine.recorder.vague:
        return False
    if group[0].node in splits.assumed:
        return False
    value = _looked_up(machine, group[0].node)
    return value is not None and machine.truth(value) is None


def _looked_up(machine: Machine, node: cst.BaseExpression) -> Value | None:
    """The value of a condition without recording it; None where finding it may have effects."""
    if not all(map(_is_simple, _looks_at(machine, node))):
        return None
    muted, machine.recorder.muted = machine.recorder.muted, True
    value = EVALUATE[type(node)](machine, node)
    machine.recorder.muted = muted
    return value


def _is_simple(value: Value | None) -> bool:
    """Whether looking at it computes nothing."""
    if isinstance(value, Choice):
        return not any(isinstance(option, Missing) for option in value.options)
    return value is None or isinstance(value, Plain | Unknown | Literal)


def _looks_at(machine: Machine, node: cst.CSTNode) -> tuple[Value | None, ...]:
    """What the variables and attributes in a condition stand for now."""
    match node:
        case cst.Name() | cst.Attribute():
            return (current(machine, node),)
        case cst.Comparison(left=left, comparisons=[one]):
            return (*_looks_at(machine, left), *_looks_at(machine, one.comparator))
        case cst.BinaryOperation(left=left, right=right):
            return (*_looks_at(machine, left), *_looks_at(machine, right))
        case cst.Call(args=[one, *_]):
            return _looks_at(machine, one.value)
    return ()


def _split(machine: Machine, group: Group, statements: Sequence[cst.CSTNode], index: int) -> None:
    machine.splits.groups.append(group)
    machine.splits.ever, machine.limit = True, min(machine.limit, machine.splits.limit)
    machine.either([partial(_assuming, machine, group, answer, statements, index) for answer in (True, False)])
    machine.splits.groups.pop()


def _assuming(machine: Machine, group: Group, answer: bool, statements: Sequence[cst.CSTNode], index: int) -> Value:
    first = group[0]
    looked_at = _looks_at(machine, first.node)
    before = dict(machine.splits.assumed)
    for question in group:
        machine.splits.assumed[question.node] = Assumed(answer is question.positive, looked_at)
    run_body(machine, statements, index)
    machine.splits.assumed = before
    return NONE


def answered(machine: Machine, node: cst.BaseExpression, value: Value) -> Value:
    """The value of a condition: as it was assumed, if it is still open and looks at what it looked at then."""
    assumed = machine.splits.assumed[node]
    if machine.truth(value) is not None:
        return value
    looks_at = _looks_at(machine, node)
    same = len(looks_at) == len(assumed.looked_at) and all(
        x is y for x, y in zip(looks_at, assumed.looked_at, strict=True)
    )
    return literal(assumed.holds) if same else value
