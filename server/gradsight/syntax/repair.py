"""Repair of a block that does not parse: gives up single lines, keeps the suites around them, says what was lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from keyword import iskeyword

from gradsight.syntax.blocks import settled
from gradsight.syntax.headers import UNKNOWN, completed, form, keyword
from gradsight.syntax.lines import Comment, Line, logical_lines
from gradsight.syntax.patch import Patch, Replacement


@dataclass(frozen=True, slots=True)
class Loss:
    """A piece of a block that does not parse, in offsets from the block's start, and the identifiers in it."""

    start: int
    end: int
    message: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Repair:
    """What makes a block parse, and what it costs."""

    patch: Patch
    losses: tuple[Loss, ...]


def repair(text: str) -> Repair:
    """Replaces each line that does not parse on its own and mends the suites around it. The result mostly parses."""
    found = logical_lines(text)
    return _Mender(text, settled(text, found.lines), found.comments).mend()


def loss(text: str, start: int, end: int, message: str) -> Loss:
    """The loss of the text from `start` to `end`."""
    words = re.findall(r"[^\W\d]\w*", text[start:end])
    return Loss(start, end, message, frozenset(word for word in words if not iskeyword(word)))


INVALID = "this cannot be parsed"
_NO_SUITE = "expected an indented block"
_NO_HANDLER = "expected an 'except' or 'finally' block"
_INDENTATION = "this indentation fits no block"

_FOLLOWS = {
    "elif": ("if",),
    "else": ("if", "loop", "except"),
    "except": ("try", "except"),
    "finally": ("try", "except", "handled"),
}
"""Which clauses may precede a clause at the same indentation."""
_AFTER = {"if": "if", "elif": "if", "for": "loop", "while": "loop", "try": "try", "except": "except"}


@dataclass(slots=True)
class _Level:
    """An open suite: its column, the white space its lines begin with, the clause its last statement has come to, and
    the last header in it."""

    column: int
    indent: str
    clause: str = ""
    header: Line | None = None
    is_match: bool = False


class _Mender:
    """Goes through the lines once and collects replacements in their order."""

    def __init__(self, text: str, lines: Sequence[Line], comments: Sequence[Comment]) -> None:
        self.text = text
        self.lines = lines
        self.comments = {comment.end: comment.start for comment in comments}
        self.replacements: list[Replacement] = []
        self.losses: list[Loss] = []
        first = lines[0]
        self.levels = [_Level(first.column, text[first.start : first.code])]
        self.opening: _Level | None = None

    def mend(self) -> Repair:
        for index, line in enumerate(self.lines):
            self._enter(line)
            self._check(index, line)
        while self.levels:
            self._end_statement(len(self.text))
            self.levels.pop()
        losses = sorted(self.losses, key=lambda lost: lost.start)
        return Repair(Patch(tuple(self.replacements)), tuple(losses))

    def _enter(self, line: Line) -> None:
        """Finds the suite that the line belongs to and gives it the indentation of that suite."""
        found = self.text[line.start : line.code]
        if self.opening and line.column > self.opening.column:
            self.levels.append(_Level(line.column, found, is_match=self.opening.is_match))
        self.opening = None
        while len(self.levels) > 1 and self.levels[-1].column > line.column:
            self._end_statement(line.start)
            self.levels.pop()
        level = self.levels[-1]
        if level.column < line.column:
            self._end_statement(line.start)
            self.levels.append(_Level(line.column, level.indent, is_match=level.is_match))
        if found != self.levels[-1].indent:
            self.replacements.append(Replacement(line.start, line.code, self.levels[-1].indent))
            self._lose(line.code, self._code_end(line), _INDENTATION, named=False)

    def _check(self, index: int, line: Line) -> None:
        """Keeps the line as it is, or replaces what is broken in it."""
        level = self.levels[-1]
        code = self.text[line.code : self._code_end(line)]
        word = keyword(code)
        if word not in _FOLLOWS or not self._fits(level, word):
            self._end_statement(line.start)
        found = form(code) if self._fits(level, word) else "broken"
        if level.is_match and word != "case":
            self._replace(line, 0, "")
        elif found == "statement":
            level.clause = _clause_after(level.clause, word)
        elif found == "header" and (word != "match" or self._has_cases(index)):
            self._open(index, word)
        elif found == "decorator" and self._decorates(index):
            level.clause = ""
        else:
            self._mend(index, line, code, word)

    def _fits(self, level: _Level, word: str) -> bool:
        """Whether a line that begins with `word` may stand here."""
        if word == "case":
            return level.is_match
        return word not in _FOLLOWS or level.clause in _FOLLOWS[word]

    def _mend(self, index: int, line: Line, code: str, word: str) -> None:
        """Completes a broken header, makes one of what has a suite without being a header, and drops other lines."""
        level = self.levels[-1]
        usable = self._fits(level, word) and (word != "match" or self._has_cases(index))
        completion = completed(code) if usable and (word != "@" or self._decorates(index)) else None
        if completion:
            self._replace(line, *completion)
            if word != "@":
                self._open(index, word, known=True)
        elif self._following_column(index) > line.column:
            self._replace(line, 0, f"while {UNKNOWN}:")
            self._open(index, "while", known=True)
        else:
            self._replace(line, 0, "pass")
            level.clause = ""

    def _open(self, index: int, word: str, *, known: bool = False) -> None:
        """Enters the suite of a header, or makes one where it has none. `known`: the header counts as lost already."""
        line, level = self.lines[index], self.levels[-1]
        level.clause = _clause_after(level.clause, word)
        level.header = line
        if self._following_column(index) > line.column:
            self.opening = _Level(line.column, "", is_match=word == "match")
            return
        self._insert(line.end, f"{level.indent} pass\n")
        if not known:
            self._lose(line.code, self._code_end(line), _NO_SUITE, named=False)

    def _end_statement(self, position: int) -> None:
        """Ends the last statement of the innermost suite, which must not be a `try` without handlers."""
        level = self.levels[-1]
        if level.clause == "try" and level.header:
            self._insert(position, f"{level.indent}finally: pass\n")
            self._lose(level.header.code, self._code_end(level.header), _NO_HANDLER, named=False)
        level.clause = ""

    def _following_column(self, index: int) -> int:
        return self.lines[index + 1].column if index + 1 < len(self.lines) else -1

    def _has_cases(self, index: int) -> bool:
        following = self.lines[index + 1 : index + 2]
        return any(line.column > self.lines[index].column and self._keyword(line) == "case" for line in following)

    def _decorates(self, index: int) -> bool:
        """Whether a function or class follows the decorator at the same indentation."""
        following = (line for line in self.lines[index + 1 :] if self._keyword(line) != "@")
        decorated = next(following, None)
        if decorated is None or decorated.column != self.lines[index].column:
            return False
        return self._keyword(decorated) in ("def", "class")

    def _keyword(self, line: Line) -> str:
        return keyword(self.text[line.code : line.end])

    def _code_end(self, line: Line) -> int:
        """The end of the line's code, without white space and comment behind it."""
        end = line.code + len(self.text[line.code : line.end].rstrip())
        start = self.comments.get(end, end)
        return line.code + len(self.text[line.code : max(start, line.code)].rstrip())

    def _replace(self, line: Line, kept: int, text: str) -> None:
        """Puts `text` in the place of the code of `line` behind its first `kept` characters; the whole line is lost."""
        end = self._code_end(line)
        self.replacements.append(Replacement(line.code + kept, end, text))
        self._lose(line.code, end, INVALID, named=True)

    def _insert(self, position: int, text: str) -> None:
        if position and self.text[position - 1] not in "\r\n":
            text = "\n" + text
        self.replacements.append(Replacement(position, position, text))

    def _lose(self, start: int, end: int, message: str, *, named: bool) -> None:
        lost = loss(self.text, start, end, message)
        self.losses.append(lost if named else Loss(start, end, message, frozenset()))


def _clause_after(clause: str, word: str) -> str:
    """What a statement has come to, if it had come to `clause` and goes on with `word`."""
    if word == "else":
        return "handled" if clause == "except" else ""
    return _AFTER.get(word, "")
