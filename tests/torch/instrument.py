"""Rewrites a program so that it reports what each of its expressions evaluates to, and otherwise behaves as before.

The rewritten program calls the built-ins named in `PROBES`; `observations` supplies them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Range = tuple[int, int, int, int]
"""Start line, start column, end line, end column: 0-based, columns in code points."""

PASS, SEEN, LAST, TARGET, ASSIGNED = PROBES = ("__pass__", "__seen__", "__last__", "__target__", "__assigned__")
"""PASS(i, v) reports v and gives v; SEEN(i, v, j, u, ...) reports v and u, and gives True; LAST(*values) the last;
TARGET(i, v) gives v and keeps it until ASSIGNED(i, name) reports v's attribute `name`."""


@dataclass(frozen=True, slots=True)
class Instrumented:
    """A program to compile, and the range that each probe's number stands for."""

    tree: ast.Module
    ranges: tuple[Range, ...]


def instrument(source: str, first: int = 0) -> Instrumented:
    """The program with a probe on every expression, numbered from `first`. Raises SyntaxError if it is no Python."""
    tree = ast.parse(source)
    probes = _Probes(source, first)
    tree.body = probes.block(tree.body)
    return Instrumented(ast.fix_missing_locations(tree), tuple(probes.ranges))


class _Probes(ast.NodeTransformer):
    def __init__(self, source: str, first: int) -> None:
        self.source, self.first = source, first
        self.lines = [line.encode() for line in re.split("\r\n|\r|\n", source)]
        self.ranges: list[Range] = []
        self.classes: list[str] = []

    # Ranges and calls of probes

    def number(self, node: ast.expr | ast.arg) -> ast.Constant:
        """A new probe's number for the range of `node`."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = (node.lineno - 1, self.column(node.lineno, node.col_offset))
        end = (node.end_lineno - 1, self.column(node.end_lineno, node.end_col_offset))
        self.ranges.append(start + end)
        return ast.Constant(self.first + len(self.ranges) - 1)

    def column(self, line: int, byte: int) -> int:
        return len(self.lines[line - 1][:byte].decode())

    def passing(self, node: ast.expr, value: ast.expr) -> ast.expr:
        return ast.copy_location(_call(PASS, self.number(node), value), node)

    def mangled(self, name: str) -> str:
        private = self.classes and name.startswith("__") and not name.endswith("__")
        return f"_{self.classes[-1].lstrip('_')}{name}" if private else name

    def assigned(self, *targets: ast.expr) -> list[ast.expr]:
        """The calls that report the names and attributes in visited `targets` after the assignment."""
        return [call for target in targets for node in _leaves(target) for call in self.reports(node)]

    def reports(self, target: ast.expr) -> Iterator[ast.expr]:
        match target:
            case ast.Name(name):
                yield _call(PASS, self.number(target), ast.Name(name, ast.Load()))
            case ast.Attribute(ast.Call(ast.Name("__target__"), [number, _]), attribute):
                yield _call(ASSIGNED, number, ast.Constant(self.mangled(attribute)))

    # Expressions

    def visit(self, node: ast.AST) -> Any:
        return self.expression(node) if isinstance(node, ast.expr) else super().visit(node)

    def expression(self, node: ast.expr) -> ast.expr:
        """`node` with its parts probed, and itself where it is evaluated to a value of its own."""
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
            return self.target(node)
        special: Any = getattr(self, f"expression_{type(node).__name__}", self.generic_visit)
        probed = special(node)
        return probed if _has_no_value(node) else self.passing(node, probed)

    def target(self, node: ast.expr) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            node.value = _call(TARGET, self.number(node), node.value)
        return node

    def expression_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        node.value = self.passing(node.target, self.expression(node.value))
        return node

    def expression_Lambda(self, node: ast.Lambda) -> ast.expr:
        self.visit(node.args)
        body = self.expression(node.body)
        node.body = _call(LAST, *self.parameters(node.args), body)
        return node

    def expression_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                if self.is_placed(part.value):
                    part.value = self.expression(part.value)
                if isinstance(part.format_spec, ast.JoinedStr):
                    self.expression_JoinedStr(part.format_spec)
        return node

    def is_placed(self, node: ast.expr) -> bool:
        """Whether the range of an expression in an f-string is right, which before Python 3.12 it is not always."""
        text = ast.get_source_segment(self.source, node)
        try:
            return text is not None and ast.dump(ast.parse(f"({text})", mode="eval").body) == ast.dump(node)
        except SyntaxError:
            return False

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.generic_visit(node)
        names = [target for target in _leaves(node.target) if isinstance(target, ast.Name)]
        pairs = [part for name in names for part in (self.number(name), ast.Name(name.id, ast.Load()))]
        node.ifs.insert(0, _call(SEEN, *pairs))
        return node

    # Functions and classes

    def parameters(self, args: ast.arguments) -> list[ast.expr]:
        every = [
            *args.posonlyargs,
            *args.args,
            *filter(None, [args.vararg]),
            *args.kwonlyargs,
            *filter(None, [args.kwarg]),
        ]
        return [_call(PASS, self.number(arg), ast.Name(arg.arg, ast.Load())) for arg in every]

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.decorator_list = [self.expression(decorator) for decorator in node.decorator_list]
        self.visit(node.args)
        node.body = self.block(node.body, self.parameters(node.args))
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = [self.expression(decorator) for decorator in node.decorator_list]
        node.bases = [self.expression(base) for base in node.bases]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        self.classes.append(node.name)
        node.body = self.block(node.body)
        self.classes.pop()
        return node

    def block(self, body: Sequence[ast.stmt], head: Iterable[ast.expr] = ()) -> list[ast.stmt]:
        """`body` probed, with `head` evaluated first; a docstring stays what it is."""
        length = 1 if body and _is_docstring(body[0]) else 0
        probed = [new for statement in body[length:] for new in _as_list(self.visit(statement))]
        return [*body[:length], *_statements(head), *probed]

    # Statements that assign

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        self.generic_visit(node)
        return [node, *_statements(self.assigned(*node.targets))]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        self.generic_visit(node)
        return [node, *_statements(self.assigned(node.target))]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        if node.value is None:
            return [node]
        self.target(node.target)
        node.value = self.expression(node.value)
        return [node, *_statements(self.assigned(node.target))]

    def visit_For(self, node: ast.For | ast.AsyncFor) -> ast.AST:
        self.generic_visit(node)
        node.body[:0] = _statements(self.assigned(node.target))
        return node

    visit_AsyncFor = visit_For

    def visit_With(self, node: ast.With | ast.AsyncWith) -> ast.AST:
        self.generic_visit(node)
        targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
        node.body[:0] = _statements(self.assigned(*targets))
        return node

    visit_AsyncWith = visit_With

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        """Patterns are no expressions: only the guard and the body are probed."""
        node.guard = self.expression(node.guard) if node.guard else None
        node.body = self.block(node.body)
        return node


def _call(probe: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(probe, ast.Load()), list(args), [])


def _has_no_value(node: ast.expr) -> bool:
    """Whether `node` is only part of an expression: a slice, a starred argument, an index tuple that holds a slice."""
    if isinstance(node, ast.Tuple):
        return any(isinstance(element, ast.Slice) for element in node.elts)
    return isinstance(node, (ast.Slice, ast.Starred))


def _leaves(target: ast.expr) -> Iterator[ast.expr]:
    """The names, attributes and subscripts that an assignment target is made of."""
    match target:
        case ast.Tuple(elements) | ast.List(elements):
            for element in elements:
                yield from _leaves(element)
        case ast.Starred(value):
            yield from _leaves(value)
        case _:
            yield target


def _statements(expressions: Iterable[ast.expr]) -> list[ast.stmt]:
    return [ast.Expr(expression) for expression in expressions]


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _as_list(result: ast.stmt | list[ast.stmt]) -> list[ast.stmt]:
    return result if isinstance(result, list) else [result]
