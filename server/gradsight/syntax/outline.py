"""The ranges of statements and of names being assigned, remembered with the tree that they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

import libcst as cst

from gradsight.syntax.module import Block, ClassBlock, Module
from gradsight.syntax.trees import Tree

Range = tuple[int, int]

_TARGET: dict[type[cst.CSTNode], Callable[[cst.CSTNode], cst.BaseExpression]] = {
    cst.AssignTarget: attrgetter("target"),
    cst.AnnAssign: attrgetter("target"),
    cst.AugAssign: attrgetter("target"),
    cst.NamedExpr: attrgetter("target"),
    cst.For: attrgetter("target"),
    cst.CompFor: attrgetter("target"),
    cst.AsName: attrgetter("name"),
}


@dataclass(frozen=True, slots=True)
class Outline:
    """Ranges in code points, sorted. No simple statement lies in another."""

    statements: tuple[Range, ...]
    targets: tuple[Range, ...]


def outline(module: Module) -> Outline:
    """The outline of all blocks of a module."""
    parts = [(block.start, _of_tree(block.tree)) for block in _blocks(module.blocks)]
    return Outline(
        tuple(sorted((at + start, at + end) for at, part in parts for start, end in part.statements)),
        tuple(sorted((at + start, at + end) for at, part in parts for start, end in part.targets)),
    )


@lru_cache(maxsize=1024)
def _of_tree(tree: Tree) -> Outline:
    """The outline of one block, relative to its start."""
    statements, targets = [], []
    for node, span in tree.spans.items():
        if isinstance(node, cst.BaseSmallStatement):
            statements.append(span)
        if target := _TARGET.get(type(node)):
            targets += [tree.spans[name] for name in _flat(target(node)) if name in tree.spans]
    return Outline(tuple(statements), tuple(targets))


def _flat(target: cst.BaseExpression) -> Iterator[cst.CSTNode]:
    if isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            yield from _flat(element.value)
    else:
        yield target


def _blocks(blocks: Sequence[Block | ClassBlock]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from _blocks(block.members)
        else:
            yield block
