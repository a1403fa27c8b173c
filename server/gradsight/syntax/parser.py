"""The one place that calls libcst's parser, guarded against what would exhaust its stack or take exponential time."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from gradsight.syntax.lines import Line, logical_lines
from gradsight.syntax.patch import Patch, Replacement
from gradsight.syntax.spans import Spans, spans_of
from gradsight.syntax.strings import CLOSE, NEWLINE, OPEN, STRING, TOKEN

_DEEPEST = 300
"""A line whose brackets and operators may nest deeper than this is given up; a pair of brackets counts five times."""
_DEEPEST_PATTERN = 25
"""The same in `case` lines, where each level of brackets takes libcst four times as long."""
_DEEPEST_SUITE = 40
_MOST_CLAUSES = 200
"""More `elif` than this are given up, for each is nested in the one before."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_OPERATOR = re.compile(r"[-+*/@%&|^~.<>=!:([{\"']|\b(?:not|and|or|if|else|lambda|await|in|is|for)\b")
_CASE = re.compile(r"case\b")
_CLAUSE = re.compile(r"elif\b")


def parses(text: str) -> bool:
    """Whether libcst reads the text."""
    return _module(text) is not None


def expression_of(text: str) -> cst.BaseExpression | None:
    """The expression that a text is; None if it is none. Its nodes have no ranges."""
    module = _module(f"({text})\n")
    line = module.body[0] if module is not None and len(module.body) == 1 else None
    first = line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None
    return first.value if isinstance(first, cst.Expr) else None


def statements_of(text: str) -> tuple[Sequence[cst.BaseStatement], Spans] | None:
    """The statements of a text, which may all be indented alike, and the ranges of its nodes; None if it does not
    parse."""
    prefix = "if 1:\n" if text[:1] in (" ", "\t", "\f") else ""
    module = _module(prefix + text)
    if module is None:
        return None
    try:
        spans, generated = spans_of(module, len(prefix))
    except RecursionError:
        return None
    faithful = _faithful(spans, generated, _readable(prefix + text), len(prefix))
    if faithful is None:
        return None
    if not prefix:
        return module.body, faithful
    wrapper = module.body[0]
    if len(module.body) != 1 or not isinstance(wrapper, cst.If) or not isinstance(wrapper.body, cst.IndentedBlock):
        return None
    for node in (wrapper, wrapper.test, wrapper.body):
        del faithful[node]
    return wrapper.body.body, faithful


def _faithful(spans: Spans, generated: str, text: str, origin: int) -> Spans | None:
    """The ranges in `text`, of which libcst loses some white space, as that before the colon of `except (A, B) :`."""
    if generated.rstrip("\r\n") == text.rstrip("\r\n"):
        return spans
    forgotten = _deletions(text.rstrip("\r\n"), generated.rstrip("\r\n"))
    if forgotten is None:
        return None
    patch = Patch(tuple(Replacement(offset - origin, offset - origin + 1, "") for offset in forgotten))
    return {node: patch.original(span) for node, span in spans.items()}


def _deletions(longer: str, shorter: str) -> list[int] | None:
    """The offsets of the white space that `shorter` lacks, or None if the texts differ in anything else."""
    deleted = []
    position = 0
    for offset, character in enumerate(longer):
        if shorter[position : position + 1] == character:
            position += 1
        elif character in " \t\f":
            deleted.append(offset)
        else:
            return None
    return deleted if position == len(shorter) else None


def _module(text: str) -> cst.Module | None:
    if _nests_too_deep(text):
        return None
    try:
        return cst.parse_module(_readable(text))
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError):
        return None


def _readable(text: str) -> str:
    """The text without surrogates, which stand for bytes that are no UTF-8 and cannot be handed to libcst."""
    return _SURROGATE.sub("\ufffd", text)


def _nests_too_deep(text: str) -> bool:
    lines = logical_lines(text).lines
    if sum(map(text.count, "([{")) > _DEEPEST // 5 and _nesting(text) > _DEEPEST:
        return True
    if _suite_depth(lines) > _DEEPEST_SUITE:
        return True
    return sum(bool(_CLAUSE.match(text, line.code)) for line in lines) > _MOST_CLAUSES or any(
        _line_nests_too_deep(text[line.code : line.end]) for line in lines
    )


def _suite_depth(lines: Sequence[Line]) -> int:
    columns: list[int] = []
    deepest = 0
    for line in lines:
        while columns and columns[-1] >= line.column:
            columns.pop()
        columns.append(line.column)
        deepest = max(deepest, len(columns))
    return deepest


def _line_nests_too_deep(line: str) -> bool:
    limit = _DEEPEST_PATTERN if _CASE.match(line) else _DEEPEST
    return len(line) > limit and len(_OPERATOR.findall(line)) > limit // 5 and _nesting(line) > limit


def _nesting(text: str) -> int:
    """How deep the tree may be: the operators since the last comma or line break, on each level of brackets."""
    levels = [0]
    deepest = 0
    for token in TOKEN.finditer(text):
        kind = token.lastindex
        for index, run in enumerate(text[token.start() : token.start(kind or 0) if kind else token.end()].split(",")):
            levels[-1] = (0 if index else levels[-1]) + len(_OPERATOR.findall(run))
            deepest = max(deepest, sum(levels))
        if kind == OPEN:
            levels[-1] += 1
            levels.append(4)
        elif kind == CLOSE and len(levels) > 1:
            levels.pop()
        elif kind == NEWLINE and len(levels) == 1:
            levels = [0]
        elif kind == STRING:
            levels[-1] += 1
    return deepest
