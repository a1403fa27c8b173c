"""Cuts a text into logical lines by brackets, strings and comments alone, without parsing it. Works on any text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its `#`, from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line: `start` is where its first physical line begins, `code` its first character that is no white space,
    `end` is behind its line break, `column` its indentation."""

    start: int
    code: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The logical lines of a text that hold code, and its comments. `unclosed`: some triple-quoted string never ends."""

    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]
    unclosed: bool


def logical_lines(text: str, start: int = 0) -> Lines:
    """The logical lines from `start`, the beginning of a physical line. A bracket or triple-quoted string that never ends is given up
    where the text looks like a new statement."""
    lines: list[Line] = []
    comments: list[Comment] = []
    unclosed = False
    while (code := _INDENTATION.match(text, start).end()) < len(text):  # type: ignore[union-attr]  # matches everywhere
        if blank := _BLANK.match(text, code):
            start = blank.end()
            if blank[1]:
                comments.append(Comment(code, blank.end(1), blank[1]))
            continue
        column = indentation(text[start:code])
        scan = _scan(text, code, column)
        comments += (comment for comment in scan.comments if comment.start < scan.end)
        unclosed |= scan.unclosed
        lines.append(Line(start, code, scan.end, column))
        start = scan.end
    return Lines(tuple(lines), tuple(comments), unclosed)


def indentation(space: str) -> int:
    """The column that leading white space leads to; tabs stop at every eighth column, a form feed starts anew."""
    return len(space.rpartition("\f")[2].expandtabs(8))


_BREAK = r"(?:\r\n|\r|\n)"
_INDENTATION = re.compile(r"[ \t\f]*")
_BLANK = re.compile(rf"(\#[^\r\n]*)?(?:{_BREAK}|\Z)")
_TOKEN = re.compile(
    rf"""[^\#"'()\[\]{{}}\r\n\\]*(?:
      ({_BREAK})
    | (\#[^\r\n]*)
    | ([(\[{{])
    | ([)\]}}])
    | (\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
      |"(?!"")[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"|'(?!'')[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*')
    | (\"\"\"|''')
    | (["'][^\r\n]*)
    | (\\{_BREAK}?)
    | \Z)""",
    re.VERBOSE | re.DOTALL,
)
_NEWLINE, _COMMENT, _OPEN, _CLOSE, _STRING, _UNCLOSED, _UNENDED, _BACKSLASH = range(1, 9)
_PARTNER = {")": "(", "]": "[", "}": "{"}
_DEEPEST = 100
"""Brackets nested deeper than this are given up: the parser behind would run out of stack."""

_STATEMENT = re.compile(
    r"""[ \t\f]*(?:
      (?:def|class|import|return|with|while|try|raise|del|pass|global|nonlocal|assert|break|continue|elif|except|finally)\b
    | async[ \t]+(?:def|with)\b
    | from[ \t]+[\w.]+[ \t]+import\b)""",
    re.VERBOSE,
)
"""What can begin a physical line only where a statement begins, never inside brackets."""
_ASSIGNMENT = re.compile(r"[ \t\f]*[\w.]+(?:[ \t]*[,\[][^=\r\n#]*)?[ \t]*(?:[-+*/@%&|^]|//|\*\*|<<|>>)?=(?!=)[^\r\n]*(?<![,(\[{\s])[ \t]*(?:[\r\n]|\Z)")
_WORD = re.compile(r"[ \t\f]*[^\W\d]|[ \t\f]*@")


@dataclass(slots=True)
class _Scan:
    """How far a logical line goes, and what was met on the way."""

    end: int
    comments: list[Comment]
    unclosed: bool


def _scan(text: str, code: int, column: int) -> _Scan:
    comments: list[Comment] = []
    opened: list[str] = []
    continuations: list[int] = []
    position = code
    while match := _TOKEN.match(text, position):
        kind, position = match.lastindex, match.end()
        if kind == _OPEN:
            opened.append(text[position - 1])
        elif kind == _CLOSE:
            _close(opened, text[position - 1])
        elif kind == _STRING:
            position = _string_end(text, match.start(kind), position)
        elif kind == _COMMENT:
            comments.append(Comment(match.start(kind), position, match[kind]))
        elif kind == _NEWLINE:
            if not opened:
                return _Scan(position, comments, False)
            continuations.append(position)
            if len(opened) > _DEEPEST or _STATEMENT.match(text, position):
                return _Scan(_resume(text, column, continuations), comments, False)
        elif kind == _UNCLOSED:
            continuations += (line.end() for line in re.compile(_BREAK).finditer(text, position))
            return _Scan(_resume(text, column, [*continuations, len(text)]), comments, True)
        elif kind is None:
            break
    return _Scan(_resume(text, column, continuations) if opened and continuations else len(text), comments, False)


def _close(opened: list[str], bracket: str) -> None:
    """A bracket that closes an outer one closes those between them too; one without partner is passed over."""
    if _PARTNER[bracket] in opened:
        while opened.pop() != _PARTNER[bracket]:
            pass


def _resume(text: str, column: int, continuations: list[int]) -> int:
    """The first physical line that looks like a new statement, after a line at `column` that never closes what it opened."""
    for start in continuations:
        word = _WORD.match(text, start)
        if word and (indentation(text[start : word.end() - 1]) <= column or _STATEMENT.match(text, start) or _ASSIGNMENT.match(text, start)):
            return start
    return continuations[0]


def _string_end(text: str, start: int, end: int) -> int:
    """The end of the string that begins at `start`; `end` is that of a string without replacement fields."""
    prefix = text[max(start - 2, 0) : start].lower()
    if "f" not in prefix and "t" not in prefix:
        return end
    body = text[start:end].replace("{{", "").replace("}}", "")
    if body.count("{") <= body.count("}"):
        return end
    quote = text[start : start + 3] if text.startswith(('"""', "'''"), start) else text[start]
    return _formatted_end(text, start + len(quote), quote) or end


_FORMATTED = {quote: re.compile(rf"(?:{{{{|\\.|(?!{quote})[^{{\\{'' if len(quote) == 3 else chr(92) + 'n'}])*({quote}|{{)", re.DOTALL) for quote in ('"', "'", '"""', "'''")}


def _formatted_end(text: str, position: int, quote: str) -> int | None:
    """The end of a formatted string whose replacement fields may hold its own quotes, as Python 3.12 allows."""
    while match := _FORMATTED[quote].match(text, position):
        if match[1] == quote:
            return match.end()
        position = match.end()
        depth = 1
        while depth and (token := _TOKEN.match(text, position)):
            kind, position = token.lastindex, token.end()
            depth += (kind == _OPEN) - (kind == _CLOSE)
            if kind is None or (kind == _NEWLINE and len(quote) == 1 and _STATEMENT.match(text, position)):
                return None
    return None
