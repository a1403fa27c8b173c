"""Groups logical lines into blocks: top-level statements, and inside a class its members."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_METHOD = re.compile(r"@|(?:async[ \t]+)?def\b")


def cut(text: str, lines: Sequence[Line]) -> tuple[Cut | ClassCut, ...]:
    """The statements at the top level. White space, comments and empty lines between blocks belong to none."""
    return _cut(text, settled(text, lines), 0)


def settled(text: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, where one that stands too far left in the middle of a suite gets the column of that suite."""
    columns: list[int] = []
    result = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if following and line.column < following.column in columns and not _opens_suite(text, line):
            line = replace(line, column=following.column)
        while columns and columns[-1] > line.column:
            columns.pop()
        columns.append(line.column)
        result.append(line)
    return result


def _opens_suite(text: str, line: Line) -> bool:
    return bool(keyword(text[line.code : line.code + 20])) or text[line.code : line.end].rstrip().endswith(":")


def _cut(text: str, lines: Sequence[Line], column: int) -> tuple[Cut | ClassCut, ...]:
    starts: list[int] = []
    for index, line in enumerate(lines):
        if not starts or (line.column <= column and not _continues(text, lines[index - 1], line)):
            starts.append(index)
    groups = zip(starts, [*starts[1:], len(lines)], strict=True)
    return tuple(_cut_group(text, lines[first:last], column) for first, last in groups)


def _continues(text: str, previous: Line, line: Line) -> bool:
    """Whether `line` goes on with the statement before: a clause of it, or what a decorator decorates."""
    return bool(_CONTINUES.match(text, line.code)) or (text[previous.code] == "@" and previous.column == line.column)


def _cut_group(text: str, group: Sequence[Line], column: int) -> Cut | ClassCut:
    first = group[0]
    found = indentation(text[first.start : first.code])
    start = first.start if found else first.code
    header = next((index for index, line in enumerate(group) if text[line.code] != "@"), 0)
    members = group[header + 1 :]
    is_class = _CLASS.match(text, group[header].code) and members
    if not is_class or any(line.column <= group[header].column for line in members):
        return Cut(start, group[-1].end, found != column)
    head = Cut(start, group[header].end, found != column)
    return ClassCut(head, _cut(text, members, _member_column(text, members)))


def _member_column(text: str, members: Sequence[Line]) -> int:
    """The column of the first member, or of most methods where the lines do not agree on one."""
    methods = Counter(line.column for line in members if _METHOD.match(text, line.code))
    if not methods or _is_consistent(members):
        return members[0].column
    return methods.most_common(1)[0][0]


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
