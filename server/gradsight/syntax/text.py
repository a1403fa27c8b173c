"""A text and its positions: offsets count code points; columns count code points or the code units of an encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Text:
    """A source text cut into lines, which end at `\\n`, `\\r\\n` or `\\r` and nowhere else. Lines and columns count
    from 0."""

    source: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = (0, *[match.end() for match in _LINE_BREAK.finditer(self.source)])
        object.__setattr__(self, "_starts", starts)

    @property
    def line_count(self) -> int:
        """At least 1; a text that ends in a line break has an empty last line."""
        return len(self._starts)

    def position(self, offset: int) -> tuple[int, int]:
        """The (line, column) of an offset, which is clamped to the text."""
        offset = min(max(offset, 0), len(self.source))
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def offset(self, line: int, column: int) -> int:
        """The offset of a position. A column behind the end of its line means that end; a line outside the text means
        the nearer end of the text."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.source)
        start = self._starts[line]
        return start + min(max(column, 0), len(self.line(line)))

    def line(self, number: int) -> str:
        """The text of a line without its line break; empty outside the text."""
        if not 0 <= number < len(self._starts):
            return ""
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.source)
        text = self.source[self._starts[number] : end]
        if text.endswith("\n"):
            text = text[:-1]
        return text[:-1] if text.endswith("\r") else text

    def to_units(self, line: int, column: int, encoding: Encoding) -> int:
        """The column in code units of `encoding`; columns behind the end of the line mean that end."""
        return _units(self.line(line)[: max(column, 0)], encoding)

    def from_units(self, line: int, units: int, encoding: Encoding) -> int:
        """The column in code points; a unit in the middle of a character means the start of that character."""
        text = self.line(line)
        if encoding == "utf-32" or text.isascii():
            return min(max(units, 0), len(text))
        passed = 0
        for column, character in enumerate(text):
            passed += _units(character, encoding)
            if passed > units:
                return column
        return len(text)


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))
