"""libcst trees of blocks with their source ranges, kept by the block's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import libcst as cst

from gradsight.syntax.headers import UNKNOWN
from gradsight.syntax.lines import logical_lines
from gradsight.syntax.parser import statements_of
from gradsight.syntax.repair import INVALID, Loss, loss, repair
from gradsight.syntax.spans import Span


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The statements of one block, and the range of each node in code points from the block's start. The same text has
    the same tree. `losses` tell what did not parse: in the body stands `pass`, or a completed header, instead."""

    text: str
    body: tuple[cst.BaseStatement, ...]
    spans: Mapping[cst.CSTNode, Span]
    losses: tuple[Loss, ...] = ()


def parses_cleanly(text: str) -> bool:
    """Whether a block parses without repair."""
    return _clean(text) is not None


@lru_cache(maxsize=1024)
def _broken(text: str) -> Tree:
    return _repaired(text) or _cut_back(text) or Tree(text, (), {}, (loss(text, 0, len(text), INVALID),))


def tree_of(text: str) -> Tree:
    """The tree of a block, repaired where it does not parse."""
    return _clean(text) or _broken(text)


@lru_cache(maxsize=8192)
def _clean(text: str) -> Tree | None:
    parsed = statements_of(text)
    return Tree(text, tuple(parsed[0]), parsed[1]) if parsed else None


@lru_cache(maxsize=1024)
def class_header_of(text: str) -> Tree:
    """The tree of a class header: one class with an empty body, whose range ends with the header's text."""
    indent = text[: len(text) - len(text.lstrip(" \t\f"))]
    whole = tree_of(f"{text}{indent} pass\n")
    statement = next((node for node in whole.body if isinstance(node, cst.ClassDef)), None)
    spans = dict(whole.spans)
    end = len(text.rstrip())
    start = spans.pop(statement)[0] if statement else len(indent)
    empty = (statement or cst.ClassDef(cst.Name(UNKNOWN), cst.IndentedBlock(()))).with_changes(
        body=cst.IndentedBlock(body=())
    )
    spans[empty] = (start, end)
    return Tree(text, (empty,), spans, whole.losses)


def _repaired(text: str) -> Tree | None:
    mended = repair(text)
    parsed = statements_of(mended.patch.apply(text)) if mended.losses else None
    if parsed is None:
        return None
    spans = {node: mended.patch.original(span) for node, span in parsed[1].items()}
    return Tree(text, tuple(parsed[0]), spans, mended.losses)


def _cut_back(text: str) -> Tree | None:
    """The tree of the most leading lines that can be repaired without the rest."""
    lines = logical_lines(text).lines
    best = None
    least, most = 0, len(lines)
    while most - least > 1:
        middle = (least + most) // 2
        end = lines[middle].start
        if tree := _kept(text[:end]):
            best, least = Tree(text, tree.body, tree.spans, (*tree.losses, loss(text, end, len(text), INVALID))), middle
        else:
            most = middle
    return best


def _kept(text: str) -> Tree | None:
    return _clean(text) or _repaired(text)
