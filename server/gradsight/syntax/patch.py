"""Replacements in a text, and the way back from ranges of the patched text to ranges of the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gradsight.syntax.spans import Span


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """The text from `start` to `end` gives way to `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Patch:
    """Replacements that do not overlap, in order."""

    replacements: Sequence[Replacement]
    _starts: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = []
        grown = 0
        for replacement in self.replacements:
            starts.append(replacement.start + grown)
            grown += len(replacement.text) - (replacement.end - replacement.start)
        object.__setattr__(self, "_starts", tuple(starts))

    def apply(self, text: str) -> str:
        pieces: list[str] = []
        position = 0
        for replacement in self.replacements:
            pieces += (text[position : replacement.start], replacement.text)
            position = replacement.end
        return "".join((*pieces, text[position:]))

    def original(self, span: Span) -> Span:
        """The range in the original text. What begins or ends in a replacement takes the bounds of what it replaced."""
        return self._origin(span[0], inside_end=0), self._origin(span[1], inside_end=1)

    def _origin(self, offset: int, *, inside_end: int) -> int:
        """A range's start at the end of a replacement lies behind it; a range's end there lies in it (`inside_end`)."""
        index = bisect_right(self._starts, offset - inside_end) - 1
        if index < 0:
            return offset
        replacement = self.replacements[index]
        start = self._starts[index]
        if start + inside_end <= offset < start + len(replacement.text) + inside_end:
            return replacement.end if inside_end else replacement.start
        return offset - start - len(replacement.text) + replacement.end
