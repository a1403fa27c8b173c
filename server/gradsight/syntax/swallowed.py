"""Finds triple-quoted strings that swallow code because one quote is missing or too many.

From such a place on, all strings and code of the file change places. The text is cut again where a line inside the
string looks like a new statement, but only in a block that does not parse, or before a misplaced one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from gradsight.syntax.blocks import ClassCut, Cut, cut
from gradsight.syntax.lines import Line, Lines, first_code, indentation, logical_lines
from gradsight.syntax.strings import BREAK, STRING, TOKEN

_MOST_ROUNDS = 4
_PLAUSIBLE = re.compile(
    r"""(?:async[ \t]+)?def[ \t]+\w+[ \t]*[(\[] | class[ \t]+\w+[ \t]*[(:\[] | @\w
    | import[ \t]+\w | from[ \t]+[\w.]+[ \t]+import\b
    | (?:if|for|while|with)\b[^\r\n]*:[ \t]*(?:\#[^\r\n]*)?(?:[\r\n]|\Z)
    | [\w.]+[ \t]*(?:\[[^\]\r\n]*\][ \t]*)?[-+*/@%&|^]?=(?!=)[ \t]*\S
    | [\w.]+\([^\r\n]*\)[ \t]*(?:[\r\n]|\Z)""",
    re.VERBOSE,
)
"""How a statement may begin that is unlikely in prose."""
_OPENS_NEXT = re.compile(r"[:=(,\[{][ \t]*(?:#[^\r\n]*)?[ \t\r\n]*[rbuftRBUFT]{0,2}\Z")
"""What stands before a string that begins, rather than at the end of one."""


def blocks_of(text: str, start: int, parses: Callable[[str], bool]) -> tuple[Sequence[Cut | ClassCut], Lines]:
    """The blocks of the text from `start` and its logical lines, where strings that swallow statements are given up.
    `parses` tells whether a block parses."""
    lines = logical_lines(text, start)
    pieces = cut(text, lines.lines)
    for _ in range(_MOST_ROUNDS):
        place = next(_swallowed(text, pieces, lines, parses), None)
        if place is None:
            break
        lines = _cut_again(text, lines, place)
        pieces = cut(text, lines.lines)
    return pieces, lines


def _cut_again(text: str, lines: Lines, place: int) -> Lines:
    kept = [line for line in lines.lines if line.start < place]
    broken = kept.pop()
    rest = logical_lines(text, place)
    return Lines(
        (*kept, Line(broken.start, broken.code, place, broken.column), *rest.lines),
        (*(comment for comment in lines.comments if comment.start < broken.code), *rest.comments),
        rest.unclosed,
    )


def _swallowed(
    text: str, pieces: Sequence[Cut | ClassCut], lines: Lines, parses: Callable[[str], bool]
) -> Iterator[int]:
    """Where statements begin that a string has swallowed."""
    leaves = [*_leaves(pieces)]
    for piece, following in zip_longest(leaves, leaves[1:]):
        block = text[piece.start : piece.end]
        if not ('"""' in block or "'''" in block):
            continue
        if (following and following.misplaced) or not parses(block):
            column = indentation(block[: first_code(block, 0)])
            for start, end in _long_strings(block):
                place = _statement_inside(block, start, end, column)
                if place is not None and _is_better(text, lines, block[start:end], piece.start + place):
                    yield piece.start + place


def _leaves(pieces: Sequence[Cut | ClassCut]) -> Iterator[Cut]:
    for piece in pieces:
        if isinstance(piece, ClassCut):
            yield from _leaves(piece.members)
        else:
            yield piece


def _long_strings(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of the triple-quoted strings that span lines."""
    for token in TOKEN.finditer(text):
        start, end = token.span(STRING)
        if (
            token.lastindex == STRING
            and text[start : start + 3] in ('"""', "'''")
            and re.search(BREAK, text[start:end])
        ):
            yield start, end


def _statement_inside(text: str, start: int, end: int, column: int) -> int | None:
    """The first physical line in the string that looks like a statement no deeper than `column`."""
    for line_break in re.compile(BREAK).finditer(text, start, end):
        code = first_code(text, line_break.end())
        if indentation(text[line_break.end() : code]) <= column and _PLAUSIBLE.match(text, code):
            return line_break.end()
    return None


def _is_better(text: str, lines: Lines, string: str, place: int) -> bool:
    """Whether to believe that `string` swallows code: it ends where another begins, or the strings of the file come out
    even only without it."""
    if _OPENS_NEXT.search(string[:-3]):
        return True
    return lines.unclosed and not logical_lines(text, place).unclosed
