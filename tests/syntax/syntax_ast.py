"""What `ast` says about a source, in offsets that count code points, beside what the blocks say."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import libcst as cst

from gradsight.syntax import Block, ClassBlock, Module, Text, parse

STRING = (cst.SimpleString, cst.ConcatenatedString)
COUNTERPARTS: dict[type[ast.AST], tuple[type[cst.CSTNode], ...]] = {
    ast.Attribute: (cst.Attribute,),
    ast.Await: (cst.Await,),
    ast.BinOp: (cst.BinaryOperation,),
    ast.BoolOp: (cst.BooleanOperation,),
    ast.Call: (cst.Call,),
    ast.Compare: (cst.Comparison,),
    ast.Constant: (cst.Name, cst.BaseNumber, cst.Ellipsis, *STRING),
    ast.Dict: (cst.Dict,),
    ast.DictComp: (cst.DictComp,),
    ast.GeneratorExp: (cst.GeneratorExp,),
    ast.IfExp: (cst.IfExp,),
    ast.JoinedStr: (cst.FormattedString, cst.ConcatenatedString),
    ast.Lambda: (cst.Lambda,),
    ast.List: (cst.List,),
    ast.ListComp: (cst.ListComp,),
    ast.Name: (cst.Name,),
    ast.NamedExpr: (cst.NamedExpr,),
    ast.Set: (cst.Set,),
    ast.SetComp: (cst.SetComp,),
    ast.Slice: (cst.Slice,),
    ast.Starred: (cst.StarredElement, cst.Arg, cst.Index),
    ast.Subscript: (cst.Subscript,),
    ast.Tuple: (cst.Tuple,),
    ast.UnaryOp: (cst.UnaryOperation,),
    ast.Yield: (cst.Yield,),
    ast.YieldFrom: (cst.Yield,),
    ast.arg: (cst.Param,),
}
"""Which node of libcst has the range of an expression of `ast`."""

ALWAYS_IN_AST = (
    cst.Await, cst.BinaryOperation, cst.Call, cst.Comparison, cst.Dict, cst.DictComp, cst.GeneratorExp, cst.IfExp,
    cst.Lambda, cst.List, cst.ListComp, cst.NamedExpr, cst.Set, cst.SetComp, cst.Slice, cst.Subscript, cst.Tuple,
    cst.UnaryOperation, cst.Yield,
)  # fmt: skip
"""Nodes of libcst for which `ast` has one too. Of chains of `and` and of strings side by side it has only the whole,
and none for the targets of `del` together."""

FORMATTED_ARE_PLACED = sys.version_info >= (3, 12)
"""Before Python 3.12 `ast` places expressions inside formatted strings wrongly, so they are not compared."""

Range = tuple[int, int]


class _Indices(ast.expr):
    """The tuple in `x[a, b]`, which is no node in libcst; that in `x[(a, b)]` is one."""


def leaves(blocks: tuple[Block | ClassBlock, ...]) -> Iterator[Block]:
    """The blocks that have trees, in order."""
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from leaves(block.members)
        else:
            yield block


def nodes(module: Module) -> Iterator[tuple[cst.CSTNode, Range]]:
    """All nodes of a module with their absolute ranges."""
    for block in leaves(module.blocks):
        for node, (start, end) in block.tree.spans.items():
            yield node, (block.start + start, block.start + end)


def read(path: Path) -> str:
    """The text of a file with its own line breaks."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def differences(source: str) -> tuple[int, list[str]]:
    """How many ranges were compared, and in words those in which `ast` and the blocks differ."""
    module = parse(source)
    found: dict[Range, list[cst.CSTNode]] = {}
    for node, span in nodes(module):
        found.setdefault(span, []).append(node)
    wanted = [*_wanted(ast.parse(source), module.text)]
    wrong = [f"lost: {problem}" for problem in module.problems]
    wrong += (f"{source[slice(*span)]!r} is no {node}" for node, span in wanted if not _has(found, node, span))
    ranges = {span for _, span in wanted}
    hidden = (
        [] if FORMATTED_ARE_PLACED else [span for node, span in nodes(module) if isinstance(node, cst.FormattedString)]
    )
    deleted = {node.target for node, _ in nodes(module) if isinstance(node, cst.Del)}
    for node, span in nodes(module):
        if (
            isinstance(node, ALWAYS_IN_AST)
            and node not in deleted
            and span not in ranges
            and not any(_within(span, outer) for outer in hidden)
        ):
            wrong.append(f"{source[slice(*span)]!r} is a {type(node).__name__} for blocks only")
    return len(wanted), wrong


def _within(inner: Range, outer: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _has(found: dict[Range, list[cst.CSTNode]], node: type[ast.AST], span: Range) -> bool:
    if node is _Indices:
        return True
    if issubclass(node, ast.stmt):
        return span in found
    return any(isinstance(candidate, COUNTERPARTS[node]) for candidate in found.get(span, ()))


def _wanted(parent: ast.AST, text: Text) -> Iterator[tuple[type[ast.AST], Range]]:
    for child in ast.iter_child_nodes(parent):
        if isinstance(child, ast.expr | ast.arg | ast.stmt) and not _has_no_counterpart(parent, child):
            indices = isinstance(parent, ast.Subscript) and isinstance(child, ast.Tuple) and child is parent.slice
            yield _Indices if indices else type(child), _range(child, text)
        if FORMATTED_ARE_PLACED or not isinstance(child, ast.JoinedStr):
            yield from _wanted(child, text)


def _has_no_counterpart(parent: ast.AST, child: ast.AST) -> bool:
    """A class ends with its header in a block, and formatted strings have other parts in libcst."""
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue):
        return isinstance(child, ast.FormattedValue | ast.Constant | ast.JoinedStr)
    return isinstance(child, ast.ClassDef)


def _range(node: ast.expr | ast.arg | ast.stmt, text: Text) -> Range:
    assert node.end_lineno is not None and node.end_col_offset is not None
    return _offset(text, node.lineno, node.col_offset), _offset(text, node.end_lineno, node.end_col_offset)


def _offset(text: Text, line: int, column: int) -> int:
    return text.offset(line - 1, text.from_units(line - 1, column, "utf-8"))
