"""The difference of two texts, as edits and as a patch that `patch` and `git apply` take."""

from __future__ import annotations

import difflib
import re
from itertools import accumulate

from gradsight.findings import Edit, Place

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified(before: str, after: str, name: str) -> str:
    """A unified diff; empty if the texts are the same. Lines end at `\\n` only: a `\\r` stays in its line."""
    lines = difflib.unified_diff(_lines(before), _lines(after), _quoted(name), _quoted(name))
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)


def differences(before: str, after: str, path: str, start: int = 0) -> list[Edit]:
    """The edits of whole lines that turn `before`, which begins at the offset `start`, into `after`."""
    old, new = _lines(before), _lines(after)
    offsets = list(accumulate(map(len, old), initial=start))
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        Edit(Place(path, offsets[first], offsets[last]), "".join(new[low:high]))
        for tag, first, last, low, high in changes
        if tag != "equal"
    ]


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _quoted(name: str) -> str:
    """A name with a line break or a tab in quotes, as git writes it."""
    if name.isprintable():
        return name
    return '"' + name.encode("unicode_escape").decode("ascii") + '"'
