"""Groups logical lines into blocks: top-level statements, and inside a class its members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gradsight.syntax.lines import Line


@dataclass(frozen=True, slots=True)
class Cut:
    """The range of one statement, decorators included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClassCut:
    """A class: the range of its decorators and header line, and its members."""

    header: Cut
    members: tuple[Cut | ClassCut, ...]


_CONTINUES = re.compile(r"(?:else|elif|except|finally)\b")
_CLASS = re.compile(r"class\b")
"""`case` needs no mention: it is indented deeper than its `match`."""


def cut(text: str, lines: Sequence[Line]) -> tuple[Cut | ClassCut, ...]:
    """The statements at the least indentation of `lines`. White space, comments and empty lines between them belong to none."""
    if not lines:
        return ()
    column = lines[0].column
    starts = [0]
    for index in range(1, len(lines)):
        line = lines[index]
        if line.column <= column and not _continues(text, lines[starts[-1] : index], line):
            starts.append(index)
    groups = zip(starts, [*starts[1:], len(lines)], strict=True)
    return tuple(_cut_group(text, lines[first:last], column) for first, last in groups)


def _continues(text: str, group: Sequence[Line], line: Line) -> bool:
    """Whether `line` goes on with the statement that `group` began: a clause of it, or what a decorator decorates."""
    if _CONTINUES.match(text, line.code):
        return True
    return text[group[-1].code] == "@" and group[-1].column == line.column


def _cut_group(text: str, group: Sequence[Line], column: int) -> Cut | ClassCut:
    header = next((index for index, line in enumerate(group) if text[line.code] != "@"), 0)
    members = group[header + 1 :]
    whole = Cut(group[0].start, group[-1].end)
    if not _CLASS.match(text, group[header].code) or not members or any(line.column <= column for line in members):
        return whole
    return ClassCut(Cut(group[0].start, group[header].end), cut(text, members))
