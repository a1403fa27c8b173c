"""What the benchmark types: a term, letter by letter, in the middle of a line inside a method, and away again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from session import Insertion

TYPED = " + 0.5 * x.mean"
"""Fifteen letters, so thirty edits; most of them leave a line that parses and means something else."""


def edits(source: str) -> list[Insertion]:
    """Letters typed behind the first name in the value of an assignment, in the method nearest to the middle."""
    line, column = spot(source)
    typed = [Insertion(line, column + n, column + n, letter) for n, letter in enumerate(TYPED)]
    deleted = [Insertion(line, column + n, column + n + 1, "") for n in reversed(range(len(TYPED)))]
    return typed + deleted


def spot(source: str) -> tuple[int, int]:
    """The 0-based line and column of that place. Raises StopIteration where there is no such method."""
    middle = source.count("\n") // 2
    methods = [node for node in _methods(ast.parse(source)) if _names(node)]
    nearest = min(methods, key=lambda node: abs(node.lineno - middle))
    name = next(iter(_names(nearest)))
    return name.lineno - 1, name.end_col_offset or 0


def _methods(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            methods = (member for member in node.body if isinstance(member, ast.FunctionDef))
            yield from (method for method in methods if method.name != "__init__")


def _names(method: ast.FunctionDef) -> list[ast.Name]:
    """Names that are operands, on lines with more behind them."""
    operations = [node for node in ast.walk(method) if isinstance(node, ast.BinOp)]
    return [node.left for node in operations if isinstance(node.left, ast.Name)]


def after(source: str, change: Insertion) -> str:
    """The source with the edit."""
    lines = source.split("\n")
    line = lines[change.line]
    lines[change.line] = line[: change.column] + change.text + line[change.end :]
    return "\n".join(lines)
