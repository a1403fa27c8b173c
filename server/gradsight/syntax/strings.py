"""The tokens that matter for cutting a text: line breaks, comments, brackets and strings."""

from __future__ import annotations

import re
from itertools import islice

BREAK = r"(?:\r\n|\r|\n)"
TOKEN = re.compile(
    rf"""[^\#"'()\[\]{{}}\r\n\\]*(?:
      ({BREAK})
    | (\#[^\r\n]*)
    | ([(\[{{])
    | ([)\]}}])
    | (\"\"\"[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"\"\"|'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''
      |"(?!"")[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"|'(?!'')[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*')
    | (\"\"\"|''')
    | (["'][^\r\n]*)
    | (\\{BREAK}?)
    | \Z)""",
    re.VERBOSE | re.DOTALL,
)
"""The next token, whose kind is the match's `lastindex`; None at the end of the text. It matches everywhere."""
NEWLINE, COMMENT, OPEN, CLOSE, STRING, UNCLOSED_STRING, BROKEN_STRING, BACKSLASH = range(1, 9)

_PLAIN = r"""[^\#"'()\[\]{}\r\n\\]*"""
_SHORT = r"""(?:"(?:[^"\\\r\n]+"|"(?!"))|'(?:[^'\\\r\n]+'|'(?!')))"""
_GROUP = rf"[(\[{{]{_PLAIN}(?:{_SHORT}{_PLAIN})*[)\]}}]"
for _ in range(3):
    _GROUP = rf"[(\[{{]{_PLAIN}(?:(?:{_SHORT}|{_GROUP}){_PLAIN})*[)\]}}]"
SIMPLE_LINE = re.compile(rf"{_PLAIN}(?:(?:{_SHORT}|{_GROUP}){_PLAIN})*(\#[^\r\n]*)?{BREAK}")
"""A logical line that is one physical line, as most are, with its comment: one match instead of many tokens."""

STATEMENT = re.compile(
    r"""[ \t\f]*(?:
      (?:def|class|import|return|with|while|try|raise|del|pass|global|nonlocal|assert|break|continue|elif|except|finally)\b
    | async[ \t]+(?:def|with)\b
    | from[ \t]+[\w.]+[ \t]+import\b)""",
    re.VERBOSE,
)
"""What can begin a physical line only where a statement begins, never inside brackets."""

_FORMATTED = {
    '"': re.compile(r'(?:\{\{|\\.|[^"{\\\r\n])*("|\{)', re.DOTALL),
    "'": re.compile(r"(?:\{\{|\\.|[^'{\\\r\n])*('|\{)", re.DOTALL),
    '"""': re.compile(r'(?:\{\{|\\.|(?!""")[^{\\])*("""|\{)', re.DOTALL),
    "'''": re.compile(r"(?:\{\{|\\.|(?!''')[^{\\])*('''|\{)", re.DOTALL),
}
"""The text of a formatted string up to its next replacement field or its end, by quote."""
_LONGEST_FIELD = 200
"""More tokens than this are in no replacement field; without a bound, many open ones would take quadratic time."""


def string_end(text: str, start: int, end: int) -> int:
    """The end of the string that begins at `start`, where it would end at `end` if it had no replacement fields."""
    prefix = text[max(start - 2, 0) : start].lower()
    if "f" not in prefix and "t" not in prefix:
        return end
    body = text[start:end].replace("{{", "").replace("}}", "")
    if body.count("{") <= body.count("}"):
        return end
    quote = text[start : start + 3] if text.startswith(('"""', "'''"), start) else text[start]
    return _formatted_end(text, start + len(quote), quote) or end


def _formatted_end(text: str, position: int, quote: str) -> int | None:
    """The end of a formatted string whose replacement fields may hold its own quotes, as Python 3.12 allows."""
    while match := _FORMATTED[quote].match(text, position):
        position = match.end()
        if match[1] == quote:
            return position
        field = _field_end(text, position)
        if field is None:
            return None
        position = field
    return None


def _field_end(text: str, position: int) -> int | None:
    """The end of the replacement field that opened before `position`; None where a statement begins first."""
    depth = 1
    for token in islice(TOKEN.finditer(text, position), _LONGEST_FIELD):
        kind, position = token.lastindex, token.end()
        depth += (kind == OPEN) - (kind == CLOSE)
        if not depth:
            return position
        if kind is None or (kind == NEWLINE and STATEMENT.match(text, position)):
            return None
    return None
