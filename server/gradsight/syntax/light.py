"""A source text whose functions are parsed when they are first called: for the files that a file imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

import libcst as cst

from gradsight.syntax.blocks import ClassCut, Cut
from gradsight.syntax.cache import TextCache
from gradsight.syntax.lines import logical_lines
from gradsight.syntax.module import Block, ClassBlock, Module, parse
from gradsight.syntax.parser import statements_of
from gradsight.syntax.spans import Span
from gradsight.syntax.swallowed import blocks_of
from gradsight.syntax.text import Text
from gradsight.syntax.trees import Tree, class_header_of, tree_of

_HEADER = 3000
"""Code points in which a function's decorators and `def` line have an end, if it is to be parsed later."""
_DEF = re.compile(r"\s*(?:async\s+)?def\b")


def parse_lightly(source: str) -> Module:
    """The blocks of a source; where it is plain Python, functions have the body `pass` until `whole_function`."""
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return parse(source)
    pieces, lines = blocks_of(source, 1 if source.startswith("\ufeff") else 0, lambda _: True)
    blocks = tuple(_block(source, piece) for piece in pieces)
    return Module(Text(source), blocks, (), lines.comments)


def whole_function(
    node: cst.CSTNode, spans: Mapping[cst.CSTNode, Span]
) -> tuple[cst.CSTNode, Mapping[cst.CSTNode, Span]]:
    """The function with its body, and the ranges of its nodes; what it is given if that has its body."""
    text = spans.text if isinstance(spans, HeaderSpans) and node is spans.function else None
    if text is None:
        return node, spans
    tree = tree_of(text)
    whole = next((each for each in tree.body if isinstance(each, cst.FunctionDef)), None)
    return (node, spans) if whole is None or tree.losses else (whole, tree.spans)


class HeaderSpans(dict[cst.CSTNode, Span]):
    """Ranges of the nodes of a function's header; `text` is that of the whole function."""

    __slots__ = ("function", "text")

    def __init__(self, spans: Mapping[cst.CSTNode, Span], function: cst.FunctionDef, text: str) -> None:
        super().__init__(spans)
        self.function, self.text = function, text


def _block(source: str, piece: Cut | ClassCut) -> Block | ClassBlock:
    if isinstance(piece, Cut):
        text = source[piece.start : piece.end]
        return Block(piece.start, _light(text), piece.misplaced)
    header = piece.header
    tree = class_header_of(source[header.start : header.end])
    members = tuple(_block(source, member) for member in piece.members)
    return ClassBlock(Block(header.start, tree, header.misplaced), members)


def _make(text: str) -> Tree:
    beginning = (
        text if len(text) < _HEADER else text[: text.rindex("\n", 0, _HEADER) + 1 if "\n" in text[:_HEADER] else None]
    )
    lines = logical_lines(beginning).lines
    at = next((n for n, line in enumerate(lines) if _DEF.match(text, line.code)), None)
    first = text[lines[0].code : lines[0].code + 1] if lines else ""
    if at is None or at + 1 >= len(lines) or not (at == 0 or first == "@"):
        return tree_of(text)
    header = text[: lines[at + 1].start]
    indent = text[lines[at].start : lines[at].code]
    parsed = statements_of(f"{header}{indent} pass\n")
    function = next((node for node in parsed[0] if isinstance(node, cst.FunctionDef)), None) if parsed else None
    if parsed is None or function is None or len(parsed[0]) != 1:
        return tree_of(text)
    spans = {node: span for node, span in parsed[1].items() if span[1] <= len(header)}
    spans[function] = (parsed[1][function][0], len(text.rstrip()))
    return Tree(text, (function,), HeaderSpans(spans, function, text))


_light = TextCache(_make, 4_000_000)
