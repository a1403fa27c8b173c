"""Homes: offsets of blocks that stay the same while the text around them changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from gradsight.syntax.module import Block, Module, leaves

HOME = 1 << 29
"""Homes are multiples of this, so that an offset below it is one of the text itself. No block is as long."""
GAP = 1 << 8
"""Room for this many new blocks between two neighbours before all have to move."""
LAST = 1 << 30
"""No home is at or above `LAST * HOME`."""


class Layout:
    """Where the blocks of one version of a text are, and where their homes are.

    Homes increase with the text. A block that the version before had keeps its home, and so does one that was edited;
    what was learnt of other blocks then need not be learnt again. `moved` says that all homes are new.
    """

    def __init__(self, module: Module, before: Layout | None = None) -> None:
        self.module = module
        blocks = tuple(leaves(module.blocks))
        self.trees = [block.tree for block in blocks]
        labels = _spaced(len(blocks)) if before is None else _kept(before, self.trees)
        self.moved = labels is None
        self.labels = labels or _spaced(len(blocks))
        self._homes = {block: label * HOME for block, label in zip(blocks, self.labels, strict=True)}
        self._ordered = [block.start for block in blocks]
        self._starts = {label: block.start for block, label in zip(blocks, self.labels, strict=True)}

    def home(self, block: Block) -> int:
        return self._homes[block]

    def text(self, start: int, end: int) -> str:
        return self.module.text.source[self.offset(start) : self.offset(end)]

    def home_of(self, start: int, end: int) -> tuple[int, int]:
        """The range in the text as a range in the home of the block that it begins in."""
        index = bisect_right(self._ordered, start) - 1
        if index < 0:
            return start, end
        base = self.labels[index] * HOME - self._ordered[index]
        return base + start, base + end

    def offset(self, offset: int) -> int:
        """The offset in the text; one that is so already stays as it is."""
        label, inside = divmod(offset, HOME)
        return offset if label == 0 else self._starts[label] + inside


def _spaced(count: int) -> list[int]:
    return [GAP * (index + 1) for index in range(count)]


def _kept(before: Layout, trees: Sequence[object]) -> list[int] | None:
    """The labels of the version before for blocks that it had, new ones in between; None where there is no room."""
    labels: list[int] = []
    previous = 0
    for old, new in _pieces(before.trees, trees):
        if len(old) == len(new):
            labels.extend(before.labels[old.start : old.stop])
        elif len(new) > 0:
            following = before.labels[old.stop] if old.stop < len(before.labels) else previous + GAP * (len(new) + 1)
            step = (following - previous) // (len(new) + 1)
            if step == 0 or following >= LAST:
                return None
            labels.extend(previous + step * (index + 1) for index in range(len(new)))
        previous = labels[-1] if labels else previous
    return labels


def _pieces(old: Sequence[object], new: Sequence[object]) -> Iterator[tuple[range, range]]:
    """The ranges of both that are the same, and those that took each other's place, in order."""
    matcher = SequenceMatcher(None, [id(tree) for tree in old], [id(tree) for tree in new], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        yield range(a, b), range(c, d)
