"""A source text as blocks, each with its own tree: the entrance to this package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gradsight.syntax.blocks import ClassCut, Cut, cut
from gradsight.syntax.lines import Comment, logical_lines
from gradsight.syntax.text import Text
from gradsight.syntax.trees import Tree, class_header_of, tree_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of text that does not parse: unknown code."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Block:
    """A statement with its tree. `names` are the identifiers that a lost piece mentions."""

    start: int
    tree: Tree
    problem: Problem | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClassBlock:
    """A class: its header, whose tree is one class with an empty body, and its members."""

    header: Block
    members: tuple[Block | ClassBlock, ...]

    @property
    def start(self) -> int:
        return self.header.start


@dataclass(frozen=True, slots=True)
class Module:
    text: Text
    blocks: tuple[Block | ClassBlock, ...]
    problems: tuple[Problem, ...]
    comments: tuple[Comment, ...]


def parse(source: str) -> Module:
    """The blocks of a source text. Never raises."""
    lines = logical_lines(source)
    problems: list[Problem] = []
    blocks = tuple(_block(source, piece, problems) for piece in cut(source, lines.lines))
    return Module(Text(source), blocks, tuple(problems), lines.comments)


def _block(source: str, piece: Cut | ClassCut, problems: list[Problem]) -> Block | ClassBlock:
    if isinstance(piece, ClassCut):
        header = _leaf(source, piece.header, class_header_of(source[piece.header.start : piece.header.end]), problems)
        return ClassBlock(header, tuple(_block(source, member, problems) for member in piece.members))
    return _leaf(source, piece, tree_of(source[piece.start : piece.end]), problems)


def _leaf(source: str, piece: Cut, tree: Tree | None, problems: list[Problem]) -> Block:
    if tree is not None:
        return Block(piece.start, tree)
    text = source[piece.start : piece.end]
    problem = Problem(piece.start, piece.end, "this does not parse")
    problems.append(problem)
    return Block(piece.start, Tree(text, (), {}), problem, frozenset(re.findall(r"[^\W\d]\w*", text)))
