"""Names that nobody reads from the head of a loop on: each round gives them a new value before it is read.

Their values of the round before are forgotten, so that a round starts from less and a loop comes sooner to the same state
again. A backward analysis of live variables, over-approximate: where in doubt a name is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import libcst as cst

from gradsight.interpret.frames import Code
from gradsight.interpret.reading import NONE, SCOPES, Names, binds, bound_in, reads, targets_of
from gradsight.syntax import Kinds, Tree, children

SEE_ALL = frozenset({"locals", "eval", "exec", "globals"})
"""By these any name may be read."""
_NO_LOOPS = Kinds(*SCOPES, cst.BaseSmallStatement, cst.BaseExpression)
_SEE_ALL_IF_BARE = frozenset({"vars", "dir"})
_CONSUMERS = frozenset({"sum", "any", "all", "list", "tuple", "set", "frozenset", "dict", "sorted", "min", "max"})
"""What runs a generator to its end, which then reads nothing later."""


def forgotten(statements: Sequence[cst.CSTNode], always: Names) -> dict[cst.CSTNode, Names]:
    """By loop: the names to forget at the end of each of its rounds. `always` are those that others may read at any time."""
    seen = _captured(statements)
    if not seen.isdisjoint(SEE_ALL):
        return {}
    living = _Living(always | seen, {})
    living.before(statements, always)
    return {loop: names for loop, names in living.found.items() if names}


def passing(code: Code, loop: cst.CSTNode) -> Names:
    """The names to forget at the end of each round of a loop of that code."""
    if isinstance(code.node, cst.FunctionDef):
        return _of_function(code.node, code.lost or NONE).get(loop, NONE)
    if code.elsewhere is None:
        return NONE
    return _of_block(code.statements, code.elsewhere | (code.lost or NONE)).get(loop, NONE)


@lru_cache(maxsize=2048)
def _of_function(node: cst.FunctionDef, always: Names) -> dict[cst.CSTNode, Names]:
    return forgotten(node.body.body, always)


@lru_cache(maxsize=256)
def _of_block(statements: tuple[cst.CSTNode, ...], always: Names) -> dict[cst.CSTNode, Names]:
    return forgotten(statements, always)


@lru_cache(maxsize=2048)
def bound_in_loops(tree: Tree) -> Names:
    """What the loops of a block bind, but not those in its functions."""
    return NONE.union(*(_bound_in_loops(statement) for statement in tree.body))


def _bound_in_loops(node: cst.CSTNode) -> Names:
    if isinstance(node, cst.For | cst.While):
        return bound_in(node)
    if _NO_LOOPS[type(node)]:
        return NONE
    return NONE.union(*(_bound_in_loops(child) for child in children(node)))


@lru_cache(maxsize=4096)
def read_in(tree: Tree) -> Names:
    """The names of the module that a block reads at some time."""
    lost = NONE.union(*(loss.names for loss in tree.losses))
    return lost.union(*map(reads, tree.body))


@dataclass(frozen=True, slots=True)
class _Living:
    """`always` are read at any time: in functions inside, or in a handler or `finally` around."""

    always: Names
    found: dict[cst.CSTNode, Names]
    after_loop: Names = NONE
    head: Names = NONE

    def before(self, statements: Iterable[cst.CSTNode], after: Names) -> Names:
        """What is read before it is bound again, from these statements on."""
        for statement in reversed(list(statements)):
            after = self._statement(statement, after)
        return after

    def _statement(self, node: cst.CSTNode, after: Names) -> Names:
        match node:
            case (
                cst.SimpleStatementLine(body=body) | cst.SimpleStatementSuite(body=body) | cst.IndentedBlock(body=body)
            ):
                return self.before(body, after)
            case cst.Else(body=body) | cst.Finally(body=body):
                return self._statement(body, after)
            case cst.If(test=test, body=body, orelse=orelse):
                return reads(test) | self._statement(body, after) | self._maybe(orelse, after)
            case cst.For() | cst.While():
                return self._loop(node, after)
            case cst.With():
                return self._with(node, after)
            case cst.Try() | cst.TryStar():
                return self._try(node, after)
            case cst.Match(subject=subject, cases=cases):
                found = [reads(case.guard) | self._statement(case.body, after) for case in cases]
                return reads(subject) | after.union(*found)
            case cst.Break():
                return self.after_loop
            case cst.Continue():
                return self.head
            case cst.Return() | cst.Raise():
                return reads(node) | self.always
        return (after - binds(node)) | reads(node)

    def _maybe(self, node: cst.CSTNode | None, after: Names) -> Names:
        return after if node is None else self._statement(node, after)

    def _loop(self, node: cst.For | cst.While, after: Names) -> Names:
        target = targets_of(node.target) if isinstance(node, cst.For) else NONE
        test = reads(node.target) - target if isinstance(node, cst.For) else reads(node.test)
        head = self._maybe(node.orelse, after) | after | test | self.always
        # What a round reads of what the next one reads it reads itself, so this is all; loops inside need the whole of it.
        for _ in range(2):
            head |= replace(self, after_loop=after, head=head)._statement(node.body, head) - target
        self.found[node] = (target | bound_in(node.body)) - head
        return head | (reads(node.iter) if isinstance(node, cst.For) else NONE)

    def _with(self, node: cst.With, after: Names) -> Names:
        names = [targets_of(item.asname.name) for item in node.items if item.asname is not None]
        items = NONE.union(*(reads(item.item) for item in node.items))
        suppressed = after if any("suppress" in name for name in items) else NONE
        return items | suppressed | (self._statement(node.body, after) - NONE.union(*names))

    def _try(self, node: cst.Try | cst.TryStar, after: Names) -> Names:
        last = self._maybe(node.finalbody, after)
        ending = replace(self, always=self.always | last)
        handlers = [reads(each.type) | ending._statement(each.body, last) for each in node.handlers]
        caught = replace(ending, always=ending.always.union(*handlers))
        return caught.always | caught._statement(node.body, ending._maybe(node.orelse, last))


def _captured(statements: Iterable[cst.CSTNode]) -> Names:
    """Names that functions inside read or that are declared to be of another scope, and how it is asked for all names."""
    found: set[str] = set()
    stack = list(statements)
    while stack:
        node = stack.pop()
        match node:
            case cst.FunctionDef() | cst.Lambda() | cst.ClassDef() | cst.GeneratorExp():
                found |= reads(node)
            case cst.Global(names=names) | cst.Nonlocal(names=names):
                found.update(item.name.value for item in names)
            case cst.Name(value=value) if value in SEE_ALL:
                found.add(value)
            case cst.Call(func=cst.Name(value=value), args=[]) if value in _SEE_ALL_IF_BARE:
                found |= SEE_ALL
            case cst.Call(func=cst.Name(value=value), args=[cst.Arg(value=cst.GeneratorExp() as given), *others]) if (
                value in _CONSUMERS
            ):
                stack.extend((*children(given), *others))
            case _:
                stack.extend(children(node))
    return frozenset(found)
