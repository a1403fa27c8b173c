"""Finds syntax by place: the node at a range, and the statement around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from gradsight.findings import Place
from gradsight.syntax import Block, ClassBlock, Module


@dataclass(frozen=True, slots=True)
class Found:
    """A node, the nodes around it from the outermost on, and the block that they are in."""

    node: cst.CSTNode
    around: tuple[cst.CSTNode, ...]
    block: Block
    path: str

    def place(self, node: cst.CSTNode) -> Place:
        start, end = self.block.tree.spans[node]
        return Place(self.path, self.block.start + start, self.block.start + end)

    def nearest(self, *kinds: type[cst.CSTNode]) -> cst.CSTNode | None:
        """The node itself or the nearest one around it of these kinds."""
        return next((n for n in (self.node, *reversed(self.around)) if isinstance(n, kinds)), None)


def locate(module: Module, place: Place) -> Found | None:
    """The innermost node with exactly this range."""
    for block in _blocks(module.blocks):
        if block.start <= place.start and place.end <= block.end:
            found = _within(block, place.start - block.start, place.end - block.start)
            if found is not None:
                return Found(found[-1], tuple(found[:-1]), block, place.path)
    return None


def every(module: Module, path: str, *kinds: type[cst.CSTNode]) -> Iterator[Found]:
    """All nodes of these kinds, with what is around them."""
    for block in _blocks(module.blocks):
        stack: list[tuple[cst.CSTNode, tuple[cst.CSTNode, ...]]] = [(node, ()) for node in reversed(block.tree.body)]
        while stack:
            node, around = stack.pop()
            if isinstance(node, kinds) and node in block.tree.spans:
                yield Found(node, around, block, path)
            stack.extend((child, (*around, node)) for child in reversed(node.children))


def method(module: Module, place: Place, name: str) -> Found | None:
    """The method of that name of the class that a place is in."""
    for found in every(module, place.path, cst.FunctionDef):
        function = found.node
        if isinstance(function, cst.FunctionDef) and function.name.value == name and _beside(module, found, place):
            return found
    return None


def _beside(module: Module, found: Found, place: Place) -> bool:
    """Whether a method is in the innermost class that a place is in."""
    here = locate(module, place)
    return here is not None and _class_of(module, here) == _class_of(module, found) is not None


def _class_of(module: Module, found: Found) -> object:
    """What stands for the innermost class around a node: its node, or its block."""
    nested = next((node for node in reversed(found.around) if isinstance(node, cst.ClassDef)), None)
    return nested if nested is not None else _owner(module.blocks, found.block)


def _owner(blocks: tuple[Block | ClassBlock, ...], block: Block) -> ClassBlock | None:
    for each in blocks:
        if isinstance(each, ClassBlock):
            if block in each.members:
                return each
            inner = _owner(each.members, block)
            if inner is not None:
                return inner
    return None


def _blocks(blocks: tuple[Block | ClassBlock, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from _blocks(block.members)
        else:
            yield block


def _within(block: Block, start: int, end: int) -> list[cst.CSTNode] | None:
    """The chain of nodes down to the innermost one with that range."""
    spans = block.tree.spans
    best: list[cst.CSTNode] | None = None
    stack: list[tuple[cst.CSTNode, list[cst.CSTNode]]] = [(node, []) for node in block.tree.body]
    while stack:
        node, above = stack.pop()
        span = spans.get(node)
        if (
            span is not None
            and (span[0] > start or span[1] < end)
            and not isinstance(node, cst.FunctionDef | cst.ClassDef)
        ):
            continue
        chain = [*above, node]
        if span == (start, end) and (best is None or len(chain) > len(best)):
            best = chain
        stack.extend((child, chain) for child in node.children)
    return best
