"""A source text as blocks, each with its own tree: the entrance to this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradsight.syntax.blocks import ClassCut, Cut
from gradsight.syntax.lines import Comment
from gradsight.syntax.swallowed import blocks_of
from gradsight.syntax.text import Text
from gradsight.syntax.trees import Tree, class_header_of, parses_cleanly, tree_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A piece of text that does not parse: unknown code. Offsets are absolute."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One statement with its decorators, or a class header, where it stands. `tree` may be shared with other blocks."""

    start: int
    tree: Tree
    misplaced: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.tree.text)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What does not parse, in order."""
        lost = (Problem(self.start + loss.start, self.start + loss.end, loss.message) for loss in self.tree.losses)
        if not self.misplaced:
            return tuple(lost)
        code = self.start + len(self.tree.text) - len(self.tree.text.lstrip())
        return (Problem(code, max(code, self.end), "this indentation fits no block"), *lost)

    @property
    def problem(self) -> Problem | None:
        """The range from the first to the last piece that does not parse."""
        problems = self.problems
        if not problems:
            return None
        return Problem(problems[0].start, max(problem.end for problem in problems), problems[0].message)

    @property
    def names(self) -> frozenset[str]:
        """The identifiers in what does not parse."""
        return frozenset().union(*(loss.names for loss in self.tree.losses))


@dataclass(frozen=True, slots=True, eq=False)
class ClassBlock:
    """A class: its header, whose tree is one class with an empty body, and its members."""

    header: Block
    members: tuple[Block | ClassBlock, ...]

    @property
    def start(self) -> int:
        return self.header.start

    @property
    def end(self) -> int:
        return self.members[-1].end


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """A text, its top-level statements in order, its comments, and all that does not parse."""

    text: Text
    blocks: tuple[Block | ClassBlock, ...]
    problems: tuple[Problem, ...]
    comments: tuple[Comment, ...]


def parse(source: str) -> Module:
    """The blocks of a source text. Never raises."""
    pieces, lines = blocks_of(source, 1 if source.startswith("\ufeff") else 0, parses_cleanly)
    blocks = tuple(_block(source, piece) for piece in pieces)
    problems = tuple(problem for block in leaves(blocks) for problem in block.problems)
    return Module(Text(source), blocks, problems, lines.comments)


def _block(source: str, piece: Cut | ClassCut) -> Block | ClassBlock:
    if isinstance(piece, Cut):
        return Block(piece.start, tree_of(source[piece.start : piece.end]), piece.misplaced)
    header = piece.header
    tree = class_header_of(source[header.start : header.end])
    return ClassBlock(
        Block(header.start, tree, header.misplaced), tuple(_block(source, member) for member in piece.members)
    )


def leaves(blocks: Sequence[Block | ClassBlock]) -> Iterator[Block]:
    """The blocks with trees, in order: class headers before their members."""
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from leaves(block.members)
        else:
            yield block
