"""Five thousand deletions of one character in real files: none raises, and each touches its own block only."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from gradsight.syntax import Block, ClassBlock, parse

TORCH = Path(str(find_spec("torch").origin)).parent  # type: ignore[union-attr]
LIBRARY = [
    "distributions/mixture_same_family.py",
    "distributions/normal.py",
    "nn/modules/linear.py",
    "nn/parameter.py",
    "nn/modules/dropout.py",
    "distributions/categorical.py",
]
PROGRAMS = sorted((Path(__file__).parents[1] / "torch" / "corpus").glob("*.py"))[:40]
DELETIONS = {**{TORCH / name: 500 for name in LIBRARY}, **dict.fromkeys(PROGRAMS, 50)}


def test_five_thousand_deletions() -> None:
    assert sum(DELETIONS.values()) == 5_000


def leaves(blocks: tuple[Block | ClassBlock, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, ClassBlock):
            yield block.header
            yield from leaves(block.members)
        else:
            yield block


@pytest.mark.parametrize("path", DELETIONS, ids=lambda path: path.stem)
def test_deleting_one_character(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    blocks = [*leaves(parse(source).blocks)]
    disturbed = []
    chance = random.Random(path.stem)
    for _ in range(DELETIONS[path]):
        at = chance.randrange(len(source))
        trees = {block.tree for block in leaves(parse(source[:at] + source[at + 1 :]).blocks)}
        lost = [block for block in blocks if block.tree not in trees]
        if not all(is_touched(block, blocks, at) for block in lost):
            disturbed.append((at, source[max(at - 30, 0) : at], source[at], source[at + 1 : at + 30], len(lost)))
    assert not disturbed


def is_touched(block: Block, blocks: list[Block], at: int) -> bool:
    """Whether the deletion at `at` lies in the block, ends the line before it, or makes code of a comment behind it."""
    following = next((other.start for other in blocks if other.start >= block.end), at + 1)
    return block.start - 1 <= at < max(block.end, following)
