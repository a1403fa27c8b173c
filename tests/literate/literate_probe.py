"""Puts probes into a program's `ast`: the statements that observe what a comment expects, where it expects it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

LEAVES = (ast.Return, ast.Raise, ast.Break, ast.Continue)


@dataclass(slots=True)
class Spot:
    """A statement together with the body that it stands in and the spot of the compound statement around it."""

    statement: ast.AST
    body: list[ast.stmt]
    around: Spot | None

    @property
    def first_line(self) -> int:
        starts = [self.statement, *getattr(self.statement, "decorator_list", [])]
        return min(int(vars(each)["lineno"]) for each in starts)

    @property
    def index(self) -> int:
        return next(at for at, each in enumerate(self.body) if each is self.statement)

    @property
    def last_line(self) -> int:
        return int(vars(self.statement)["end_lineno"])


def spots(tree: ast.AST, around: Spot | None = None) -> Iterator[Spot]:
    """Yields every statement, handler and case below `tree`, outer before inner."""
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        body = getattr(tree, field, [])
        for each in body if isinstance(body, list) else []:
            if isinstance(each, ast.match_case):
                vars(each).update(lineno=each.pattern.lineno, end_lineno=each.body[-1].end_lineno)
            spot = Spot(each, body, around)
            yield spot
            yield from spots(each, spot)


def spot_at(tree: ast.Module, line: int) -> Spot:
    """Returns the innermost, last statement that covers `line`; raises ValueError where there is none."""
    found = [spot for spot in spots(tree) if spot.first_line <= line <= spot.last_line]
    if not found:
        raise ValueError(f"line {line}: no statement to expect something of")
    return found[-1]


def subjects(statement: ast.AST) -> list[ast.expr]:
    """Returns the expressions whose state a bare `# grad:` states: the assigned names, or the statement's value."""
    match statement:
        case ast.Assign(targets=targets):
            return [name for target in targets for name in _elements(target)]
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
        case ast.For(target=target) | ast.AsyncFor(target=target):
            return _elements(target)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return [name for item in items if item.optional_vars for name in _elements(item.optional_vars)]
        case ast.Expr(value=ast.Yield(value=ast.expr() as value)) | ast.Expr(value=value):
            return [value]
        case ast.Return(value=ast.expr() as value):
            return [value]
    raise ValueError(f"line {getattr(statement, 'lineno', '?')}: this statement has no value; name an expression")


def place(spot: Spot, probes: list[ast.stmt]) -> None:
    """Puts the statements right after the line: after a whole line of statements, or first in the body it heads."""
    if heads(spot):
        place_first(spot, probes)
        return
    line = spot.first_line
    while spot.around is not None and spot.around.first_line == line and isinstance(spot.around.statement, ast.stmt):
        spot = spot.around
    place_after(spot, probes)


def place_first(spot: Spot, probes: list[ast.stmt]) -> None:
    """Puts the statements first in the body of a compound statement."""
    body: list[ast.stmt] = vars(spot.statement)["body"]
    body[:0] = _at(body[0], probes)


def place_after(spot: Spot, probes: list[ast.stmt]) -> None:
    """Puts the statements after this one, or before it where nothing after it runs."""
    at = spot.index + (not isinstance(spot.statement, LEAVES))
    spot.body[at:at] = _at(spot.statement, probes)


def place_before(spot: Spot, probes: list[ast.stmt]) -> None:
    spot.body[spot.index : spot.index] = _at(spot.statement, probes)


def heads(spot: Spot) -> bool:
    """Returns whether the statement has a body on later lines."""
    body = getattr(spot.statement, "body", None)
    return isinstance(body, list) and body[0].lineno > spot.first_line


def _elements(target: ast.expr) -> list[ast.expr]:
    match target:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [name for element in elements for name in _elements(element)]
        case ast.Starred():
            return []
    return [target]


def _at(statement: ast.AST, probes: list[ast.stmt]) -> list[ast.stmt]:
    """Returns the probes with the place of the statement: lines decide where later probes go."""
    for node in (node for probe in probes for node in ast.walk(probe)):
        ast.copy_location(node, statement)
    return probes
