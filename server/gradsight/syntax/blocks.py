"""Groups logical lines into blocks: top-level statements, and inside a class its members."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from gradsight.syntax.headers import keyword
from gradsight.syntax.lines import Line, indentation


@dataclass(frozen=True, slots=True)
class Cut:
    """The range of one statement, decorators included. `misplaced`: it is indented unlike its neighbours."""

    start: int
    end: int
    misplaced: bool = False


@dataclass(frozen=True, slots=True)
class ClassCut:
    """A class: the range of its decorators and header line, and its members."""

    header: Cut
    members: tuple[Cut | ClassCut, ...]


_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_CLASS = re.compile(r"class\b")
_DEEPEST_CLASS = 80
"""A class farther to the right than this stays whole."""
_SLIP = 4
"""Columns closer than this are rather one indentation typed carelessly than two."""
_METHOD = re.compile(r"@|(?:async[ \t]+)?def\b")


def cut(text: str, lines: Sequence[Line]) -> tuple[Cut | ClassCut, ...]:
    """The statements at the top level. White space, comments and empty lines between blocks belong to none."""
    return _cut(text, settled(text, lines), 0)


def settled(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, where one that no suite can have at its indentation gets the column of its neighbours."""
    common = Counter(line.column for line in lines)
    open_columns: list[int] = []
    result: list[Line] = []
    for previous, line, following in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        column = line.column
        if following and column < following.column and not _opens_suite(text, line):
            is_first = previous is None or previous.column < column
            slipped = following.column - column < _SLIP and common[column] < common[following.column]
            inside = following.column in open_columns and _is_amid(text, previous, line, following)
            if inside or (is_first and slipped):
                column = following.column
        elif previous and column >= previous.column and not (column > previous.column and _opens_suite(text, previous)):
            column = result[-1].column
        while open_columns and open_columns[-1] > column:
            open_columns.pop()
        open_columns.append(column)
        result.append(line._replace(column=column) if column != line.column else line)
    return result


def _is_amid(text: str, previous: Line | None, line: Line, following: Line) -> bool:
    """Whether the line stands in the middle of a suite rather than at the start of a broken statement."""
    between = text[previous.end : line.start] if previous else ""
    return not between.strip(" \t\f\r\n") and (not between or bool(_METHOD.match(text, following.code)))


def _opens_suite(text: str, line: Line) -> bool:
    return bool(keyword(text[line.code : line.code + 20])) or text[line.code : line.end].rstrip().endswith(":")


def _cut(text: str, lines: Sequence[Line], column: int) -> tuple[Cut | ClassCut, ...]:
    starts: list[int] = []
    for index, line in enumerate(lines):
        if not starts or (line.column <= column and not _continues(text, lines[starts[-1]], lines[index - 1], line)):
            starts.append(index)
    return tuple(_cut_group(text, lines[first:last], column) for first, last in zip_longest(starts, starts[1:]))


def _continues(text: str, first: Line, previous: Line, line: Line) -> bool:
    """Whether `line` goes on with the statement of `first`: a clause of it, or what a decorator decorates."""
    if _CONTINUES.match(text, line.code):
        return keyword(text[first.code : first.code + 20]) in ("if", "for", "while", "try")
    return text[previous.code] == "@" and previous.column == line.column


def _cut_group(text: str, group: Sequence[Line], column: int) -> Cut | ClassCut:
    first = group[0]
    found = indentation(text[first.start : first.code])
    start = first.start if found else first.code
    header = next((index for index, line in enumerate(group) if text[line.code] != "@"), 0)
    members = group[header + 1 :]
    if not members or first.column > _DEEPEST_CLASS or any(line.column <= group[header].column for line in members):
        return Cut(start, group[-1].end, found != column)
    if not _CLASS.match(text, group[header].code) and not _may_be_class(text, group[header], members):
        return Cut(start, group[-1].end, found != column)
    head = Cut(start, group[header].end, found != column)
    return ClassCut(head, _cut(text, members, _member_column(text, members)))


def _may_be_class(text: str, header: Line, members: Sequence[Line]) -> bool:
    """Whether a line that is no header of any kind has methods, as `lass A(B):` may have."""
    code = text[header.code : header.end]
    if keyword(code) or not code.rstrip().endswith(":"):
        return False
    return any(line.column == members[0].column and _METHOD.match(text, line.code) for line in members)


def _member_column(text: str, members: Sequence[Line]) -> int:
    """The column of the first member, or that of most methods where the lines do not agree on one."""
    first = members[0].column
    methods = [line.column for line in members if _METHOD.match(text, line.code)]
    if not methods or _is_consistent(members):
        return first
    usual = _most_likely(methods, methods)
    if abs(usual - first) >= _SLIP:
        return min(usual, first)
    return _most_likely((usual, first), [line.column for line in members])


def _most_likely(candidates: Sequence[int], columns: Sequence[int]) -> int:
    """The candidate that most of `columns` have; among equals a round number."""
    return max(candidates, key=lambda column: (columns.count(column), column % 4 == 0, column % 2 == 0))


def _is_consistent(lines: Sequence[Line]) -> bool:
    """Whether each line that is indented less than the one before returns to the column of an earlier line."""
    columns = [lines[0].column]
    for line in lines:
        if line.column < columns[-1]:
            while columns and columns[-1] > line.column:
                columns.pop()
            if not columns or columns[-1] != line.column:
                return False
        elif line.column > columns[-1]:
            columns.append(line.column)
    return True
