"""The difference of two texts as a patch that `patch` and `git apply` take."""

from __future__ import annotations

import difflib
import re

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(before: str, after: str, name: str) -> str:
    """A unified diff; empty if the texts are the same. Lines end at `\\n` only: a `\\r` stays in its line."""
    lines = difflib.unified_diff(_lines(before), _lines(after), _quoted(name), _quoted(name))
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _quoted(name: str) -> str:
    """A name with a line break or a tab in quotes, as git writes it."""
    if name.isprintable():
        return name
    return '"' + name.encode("unicode_escape").decode("ascii") + '"'
