"""libcst trees of blocks with their source ranges, kept by the block's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import libcst as cst

from gradsight.syntax.cache import TextCache
from gradsight.syntax.headers import UNKNOWN
from gradsight.syntax.lines import logical_lines
from gradsight.syntax.parser import expression_of, statements_of
from gradsight.syntax.repair import INVALID, Loss, loss, repair
from gradsight.syntax.spans import Span, Spans


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The statements of one block, and the range of each node in code points from the block's start. The same text has
    the same tree. `losses` tell what did not parse, and `lost` which nodes stand in its place: `pass` for a statement,
    or a header completed with the name `UNKNOWN`."""

    text: str
    body: tuple[cst.BaseStatement, ...]
    spans: Mapping[cst.CSTNode, Span]
    losses: tuple[Loss, ...] = ()
    lost: Mapping[cst.CSTNode, Loss] = field(default_factory=dict)


def tree_of(text: str) -> Tree:
    """The tree of a block, repaired where it does not parse."""
    return _clean(text) or _broken(text)


def parses_cleanly(text: str) -> bool:
    """Whether a block parses without repair."""
    return _clean(text) is not None


def class_header_of(text: str) -> Tree:
    """The tree of a class header: one class with an empty body. Its range ends with its colon."""
    return _header(text)


def _parse_clean(text: str) -> Tree | None:
    parsed = statements_of(text)
    return Tree(text, tuple(parsed[0]), parsed[1]) if parsed else None


def _parse_broken(text: str) -> Tree:
    return _repaired(text) or _cut_back(text) or Tree(text, (), {}, (loss(text, 0, len(text), INVALID),))


def _parse_header(text: str) -> Tree:
    lines = logical_lines(text)
    indent = text[: lines.lines[0].code]
    comment = next((comment.start for comment in lines.comments if comment.end == len(text.rstrip())), len(text))
    end = len(text[:comment].rstrip())
    whole = tree_of(f"{text}{indent} pass\n")
    statement = next((node for node in whole.body if isinstance(node, cst.ClassDef)), None)
    # A body on the header's own line makes the probe behind it the loss.
    own = [replace(each, start=min(each.start, end), end=min(each.end, len(text))) for each in whole.losses]
    if statement is None:
        losses = tuple(own) or (loss(text, len(indent), end, INVALID),)
        unnamed = cst.ClassDef(cst.Name(UNKNOWN), cst.IndentedBlock(()))
        return Tree(text, (unnamed,), {unnamed: (len(indent), end)}, losses, {unnamed: losses[0]})
    header = statement.with_changes(body=cst.IndentedBlock(()))
    spans = {node: span for node, span in whole.spans.items() if span[1] <= len(text)}
    spans[header] = (whole.spans[statement][0], end)
    lost = {header if node is statement else node: loss for node, loss in whole.lost.items()}
    return Tree(text, (header,), spans, tuple(own), lost)


_clean = TextCache(_parse_clean, 2_000_000)
"""Enough for 50,000 lines, whose trees take some 200 MB."""
_broken = TextCache(_parse_broken, 100_000)
_header = TextCache(_parse_header, 100_000)
expression = TextCache(expression_of, 100_000)
"""The expression that a text is, such as an annotation in quotes; None if it is none. Its nodes have no ranges."""


def _repaired(text: str) -> Tree | None:
    mended = repair(text)
    parsed = statements_of(mended.patch.apply(text)) if mended.losses else None
    if parsed is None:
        return None
    spans = {node: mended.patch.original(span) for node, span in parsed[1].items()}
    return Tree(text, tuple(parsed[0]), spans, mended.losses, _placeholders(spans, mended.losses))


def _placeholders(spans: Spans, losses: Sequence[Loss]) -> dict[cst.CSTNode, Loss]:
    """The node that stands in the place of each piece that was replaced."""
    starts = {loss.start: loss for loss in losses if loss.message == INVALID}
    return {node: starts[start] for node, (start, _) in spans.items() if start in starts and isinstance(node, _CLAUSES)}


_CLAUSES = (
    cst.Pass,
    cst.Decorator,
    cst.BaseCompoundStatement,
    cst.Else,
    cst.ExceptHandler,
    cst.Finally,
    cst.MatchCase,
)


def _cut_back(text: str) -> Tree | None:
    """The tree of the most leading lines that can be repaired without the rest."""
    lines = logical_lines(text).lines
    best = None
    least, most = 0, len(lines)
    while most - least > 1:
        middle = (least + most) // 2
        end = lines[middle].start
        if tree := _kept(text[:end]):
            best = replace(tree, text=text, losses=(*tree.losses, loss(text, end, len(text), INVALID)))
            least = middle
        else:
            most = middle
    return best


def _kept(text: str) -> Tree | None:
    return _clean(text) or _repaired(text)
