"""The code cells of a notebook as one source, which is how they share their state."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from gradsight.syntax import parse

_BETWEEN = "# ---- the next cell ----\n"
_CELL_MAGIC = re.compile(r"\s*%%(?P<name>\w+)")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
_LINE_MAGIC = re.compile(r"^([ \t]*)(?:%(?=%?[A-Za-z])|!|\?(?=\w)|\w(?=[\w.]*\?+[ \t]*$))", re.MULTILINE)
_TIMED = re.compile(r"^([ \t]*)%time[ \t](?=[ \t]*\S)", re.MULTILINE)
"""A magic that runs the statement behind it as if it stood alone."""
_ASSIGNED = re.compile(r"^([ \t]*\w+(?:[ \t]*,[ \t]*\w+)*[ \t]*=[ \t]*)[!%][^=\s].*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cells:
    """Code cells and the source they make: magics are comments in it, and a comment stands between two cells.

    Offsets in a cell and in the source differ only by the start of the cell. `numbers` count all cells, also those
    without code, from 1; `uris` are their addresses in an editor."""

    source: str
    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    numbers: tuple[int, ...]
    uris: tuple[str, ...] = ()

    def inside(self, offset: int) -> tuple[int, int]:
        """The number of the cell, from 0, at an offset of the source, and the offset in it, clamped to its text."""
        cell = max(bisect_right(self.starts, offset) - 1, 0)
        return cell, min(offset - self.starts[cell], self.lengths[cell])

    def outside(self, cell: int, offset: int) -> int:
        """The offset in the source."""
        return self.starts[cell] + min(offset, self.lengths[cell])


def joined(texts: Sequence[str], numbers: Sequence[int] | None = None, uris: Sequence[str] = ()) -> Cells:
    """The source that the cells make. They are numbered one after another unless `numbers` says how."""
    starts, parts, at = [], [], 0
    for text in texts:
        part = without_magics(text)
        part += ("" if part.endswith(("\n", "\r")) else "\n") + _BETWEEN
        starts.append(at)
        parts.append(part)
        at += len(part)
    return Cells(
        "".join(parts), tuple(starts), tuple(map(len, texts)), tuple(numbers or range(1, len(texts) + 1)), tuple(uris)
    )


def parted(before: Sequence[str], source: str) -> list[str]:
    """The texts of the cells after `joined(before)` was edited to `source`. Lines with magics stay as they were."""
    texts = []
    for old, new in zip(before, source.split(_BETWEEN), strict=False):
        if not old.endswith(("\n", "\r")):
            new = new.removesuffix("\n")
        texts.append(_with_magics(old, new))
    return texts


def without_magics(text: str) -> str:
    """The cell with each line of IPython's own syntax turned into a comment of the same length."""
    if magic := _CELL_MAGIC.match(text):
        if magic["name"] not in _PYTHON_MAGICS:
            return re.sub(r"^.", "#", text, flags=re.MULTILINE)
    elif not parse(text).problems:
        return text
    return _LINE_MAGIC.sub(r"\1#", _ASSIGNED.sub(_given, _TIMED.sub(r"\g<1>0    ;", text)))


def _given(match: re.Match[str]) -> str:
    """`files = !ls`: a list of lines that is not known; the rest of the line is a comment."""
    return f"{match[1]}[]" + "#" * (len(match[0]) - len(match[1]) - 2)


def _with_magics(old: str, new: str) -> str:
    """`new` with the magics of `old` back in their lines."""
    lines = zip(without_magics(old).split("\n"), old.split("\n"), strict=True)
    originals = {hidden: line for hidden, line in lines if hidden != line}
    return "\n".join(originals.get(line, line) for line in new.split("\n"))
