"""Cuts a text into logical lines by brackets, strings and comments alone, without parsing it. Works on any text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gradsight.syntax.strings import (
    BREAK,
    BROKEN_STRING,
    CLOSE,
    COMMENT,
    NEWLINE,
    OPEN,
    SIMPLE_LINE,
    STATEMENT,
    STRING,
    TOKEN,
    UNCLOSED_STRING,
    string_end,
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from `start` to `end`; `text` includes its `#`."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """A logical line: `start` is where its first physical line begins, `code` its first character that is no white
    space, `end` is behind its line break, `column` its indentation."""

    start: int
    code: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The logical lines of a text that hold code, and its comments. `unclosed`: a triple-quoted string never ends."""

    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]
    unclosed: bool


def logical_lines(text: str, start: int = 0) -> Lines:
    """The logical lines from `start`, the beginning of a physical line. A bracket or triple-quoted string that never
    ends is given up where the text looks like a new statement."""
    lines: list[Line] = []
    comments: list[Comment] = []
    unclosed = False
    while (gap := _GAP.match(text, start)) and gap.end() < len(text):
        start, code = gap.span(1)
        if comment := _COMMENT.match(text, code):
            comments.append(Comment(code, comment.end(), comment[0]))
            start = comment.end()
            continue
        column = indentation(gap[1])
        scan = _scan(text, code, column)
        lines.append(Line(start, code, scan.end, column))
        comments += (comment for comment in scan.comments if comment.start < scan.end)
        unclosed |= scan.unclosed
        start = scan.end
    return Lines(tuple(lines), tuple(comments), unclosed)


def first_code(text: str, start: int) -> int:
    """The offset of the first character from `start` that does not indent."""
    while text[start : start + 1] in _SPACES:
        start += 1
    return start


def indentation(space: str) -> int:
    """The column behind leading white space: tabs stop at every eighth column, a form feed starts anew."""
    return len(space.rpartition("\f")[2].expandtabs(8))


_SPACES = (" ", "\t", "\f")
_BREAK = re.compile(BREAK)
_GAP = re.compile(rf"(?:[ \t\f]*{BREAK})*([ \t\f]*)")
"""Empty lines and the indentation of what follows them."""
_COMMENT = re.compile(r"\#[^\r\n]*")
_ASSIGNMENT = re.compile(
    r"""[ \t\f]*[\w.]+(?:[ \t]*[,\[][^=\r\n\#]*)?[ \t]*
    (?:[-+*/@%&|^]|//|\*\*|<<|>>)?=(?!=)[^\r\n]*(?<![,(\[{\s])[ \t]*(?:[\r\n]|\Z)""",
    re.VERBOSE,
)
"""An assignment that fills its physical line; one that ends in a comma is rather a keyword argument."""
_HEADER = re.compile(r"(?:async[ \t]+)?(?:def|class|if|elif|for|while|with)\b[^\r\n]*:[ \t]*[\r\n]")
"""A header that ends with its first physical line."""
_WORD = re.compile(r"[ \t\f]*(?:[^\W\d]|@)")


@dataclass(frozen=True, slots=True)
class _Scan:
    """How far a logical line goes, and what was met on the way."""

    end: int
    comments: Sequence[Comment]
    unclosed: bool = False


def _scan(text: str, code: int, column: int) -> _Scan:
    if simple := SIMPLE_LINE.match(text, code):
        return _Scan(simple.end(), (Comment(*simple.span(1), simple[1]),) if simple[1] else ())
    comments: list[Comment] = []
    opened: list[str] = []
    continuations: list[int] = []
    position = code
    while match := TOKEN.match(text, position):
        kind, position = match.lastindex, match.end()
        if kind == OPEN:
            opened.append(text[position - 1])
            if len(opened) > _DEEPEST:
                return _Scan(_resume(text, code, column, continuations), comments)
        elif kind == CLOSE:
            _close(opened, text[position - 1])
        elif kind in (STRING, BROKEN_STRING):
            position = string_end(text, match.start(kind), position)
        elif kind == COMMENT:
            comments.append(Comment(match.start(kind), position, match[kind]))
        elif kind == NEWLINE:
            if not opened:
                return _Scan(position, comments)
            continuations.append(position)
            if STATEMENT.match(text, position):
                return _Scan(_resume(text, code, column, continuations), comments)
        elif kind == UNCLOSED_STRING:
            continuations += (line.end() for line in _BREAK.finditer(text, position))
            return _Scan(_resume(text, code, column, continuations), comments, unclosed=True)
        elif kind is None:
            break
    return _Scan(_resume(text, code, column, continuations) if opened else len(text), comments)


_DEEPEST = 100
"""More brackets than this are not open at once in any line that the parser could take."""
_PARTNER = {")": "(", "]": "[", "}": "{"}


def _close(opened: list[str], bracket: str) -> None:
    """A bracket that closes an outer one closes those between them too; one without partner is passed over."""
    if _PARTNER[bracket] in opened:
        while opened.pop() != _PARTNER[bracket]:
            pass


def _resume(text: str, code: int, column: int, continuations: Sequence[int]) -> int:
    """The first physical line that looks like a new statement, after a line at `column` that never closes what it
    opened. Where none does, only the first physical line is given up."""
    if continuations and _HEADER.match(text, code, continuations[0]):
        return continuations[0]
    for start in continuations:
        word = _WORD.match(text, start)
        if word and (
            indentation(text[start : word.end() - 1]) <= column
            or STATEMENT.match(text, start)
            or _ASSIGNMENT.match(text, start)
        ):
            return start
    line_break = _BREAK.search(text, code)
    return continuations[0] if continuations else line_break.end() if line_break else len(text)
