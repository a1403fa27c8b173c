"""libcst trees of blocks with their source ranges, kept by the block's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import libcst as cst

from gradsight.syntax.spans import Span, spans_of


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The statements of one block and the range of each node in code points from the block's start. The same text has the same tree."""

    text: str
    body: tuple[cst.BaseStatement, ...]
    spans: Mapping[cst.CSTNode, Span]


@lru_cache(maxsize=4096)
def tree_of(text: str) -> Tree | None:
    """The tree of a block, or None if it does not parse."""
    prefix = "if 1:\n" if text[:1] in " \t\f" else ""
    try:
        module = cst.parse_module(prefix + text)
        spans, _ = spans_of(module, len(prefix))
    except (cst.ParserSyntaxError, RecursionError):
        return None
    body = module.body[0].body.body if prefix else module.body
    return Tree(text, tuple(body), spans)


@lru_cache(maxsize=1024)
def class_header_of(text: str) -> Tree | None:
    """The tree of a class header alone, whose body is empty."""
    indent = text[: len(text) - len(text.lstrip())]
    prefix = "if 1:\n" if indent else ""
    try:
        module = cst.parse_module(f"{prefix}{text}{indent} pass\n")
        spans, _ = spans_of(module, len(prefix))
    except (cst.ParserSyntaxError, RecursionError):
        return None
    statement = (module.body[0].body.body if prefix else module.body)[0]
    empty = statement.with_changes(body=cst.IndentedBlock(body=()))
    start, _ = spans.pop(statement)
    spans[empty] = (start, len(text))
    return Tree(text, (empty,), spans)
