"""Lines judged on their own: whether one parses, and what completes a half-typed header so that its suite is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from gradsight.syntax.parser import parses
from gradsight.syntax.strings import BROKEN_STRING, CLOSE, OPEN, TOKEN, UNCLOSED_STRING

UNKNOWN = "__unknown__"
"""The name that stands in completed headers for what is not typed yet. It is bound nowhere, so its value is unknown."""

Form = Literal["statement", "header", "decorator", "broken"]

_KEYWORD = re.compile(
    r"(?:async[ \t]+)?(?:(?:if|elif|else|for|while|with|try|except|finally|def|class|match|case)\b)|@"
)


def keyword(code: str) -> str:
    """The word that makes a line a header, without `async`; `@` for a decorator; empty for other lines."""
    match = _KEYWORD.match(code)
    return match[0].split()[-1] if match else ""


@lru_cache(maxsize=8192)
def form(code: str) -> Form:
    """What a logical line is, given its text without indentation. A compound statement on one line is a statement."""
    word = keyword(code)
    code = code.rstrip("\r\n") + "\n"
    if word == "@":
        return "decorator" if parses(f"{code}def f(): pass\n") else "broken"
    before, after = _SURROUNDINGS.get(word, ("", ""))
    if parses(before + code + after):
        return "statement"
    suite = _SUITES.get(word, " pass\n")
    return "header" if word and parses(before + code + suite + after) else "broken"


_SUITES = {"case": "  pass\n", "match": " case _: pass\n"}
_SURROUNDINGS = {
    "elif": ("if x: pass\n", ""),
    "else": ("if x: pass\n", ""),
    "except": ("try: pass\n", ""),
    "finally": ("try: pass\n", ""),
    "try": ("", "finally: pass\n"),
    "case": ("match x:\n ", ""),
}
"""What must stand before and after a clause."""


def completed(code: str) -> tuple[int, str] | None:
    """How a broken line becomes a header: the text to put in place of everything behind the given offset of `code`."""
    word = keyword(code)
    if not word:
        return None
    wanted = "decorator" if word == "@" else "header"
    for kept, suffix in _completions(code, word):
        if form(code[:kept] + suffix) == wanted:
            return kept, suffix
    return None


def _completions(code: str, word: str) -> Iterator[tuple[int, str]]:
    """From what keeps most of the line to what keeps its keyword only."""
    close = _closing(code)
    if close is not None:
        colon = "" if word == "@" else ":"
        fillers = ["", *_FILLERS.get(word, (f" {UNKNOWN}",))]
        if word == "class" and code.endswith("("):
            fillers.reverse()
        yield from ((len(code), filler + close + colon) for filler in fillers)
    if named := re.match(r"(?:async[ \t]+)?(def|class)[ \t]+[^\W\d]\w*", code):
        yield named.end(), f"(*{UNKNOWN}, **{UNKNOWN}):" if named[1] == "def" else f"({UNKNOWN}):"
    if bound := re.match(r"(?:async[ \t]+)?for\b.+?\bin\b", code):
        yield bound.end(), f" {UNKNOWN}:"
    match = _KEYWORD.match(code)
    assert match is not None
    yield match.end(), _BARE[word]


_FILLERS = {"for": (f" {UNKNOWN}", f" in {UNKNOWN}"), "def": (f" {UNKNOWN}", "()"), "case": ()}
"""What may be missing at the end of a header; a bare name at the end of a `case` would match everything."""
_BARE = {
    "@": UNKNOWN,
    "if": f" {UNKNOWN}:",
    "elif": f" {UNKNOWN}:",
    "else": ":",
    "for": f" {UNKNOWN} in {UNKNOWN}:",
    "while": f" {UNKNOWN}:",
    "with": f" {UNKNOWN}:",
    "try": ":",
    "except": f" {UNKNOWN}:",
    "finally": ":",
    "def": f" {UNKNOWN}(*{UNKNOWN}, **{UNKNOWN}):",
    "class": f" {UNKNOWN}({UNKNOWN}):",
    "match": f" {UNKNOWN}:",
    "case": f" {UNKNOWN}.{UNKNOWN}:",
}
"""What each keyword needs at least; a `case` compares with an attribute."""


def _closing(code: str) -> str | None:
    """The brackets that close those left open in `code`, or None if a string is open."""
    opened: list[str] = []
    for token in TOKEN.finditer(code):
        if token.lastindex == OPEN:
            opened.append(_PARTNER[code[token.end() - 1]])
        elif token.lastindex == CLOSE and opened:
            opened.pop()
        elif token.lastindex in (BROKEN_STRING, UNCLOSED_STRING):
            return None
    return "".join(reversed(opened))


_PARTNER = {"(": ")", "[": "]", "{": "}"}
