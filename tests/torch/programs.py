"""The programs of the corpus and what their headers promise.

Programs are files of Python and notebooks. A header is the block of comments that a program begins with. Its lines may
say: `# correct` (no warning, no error), `# raises: RuntimeError: part of the message`, `# finds: GS301 at 17 or GS104 at 20,
GS101 at 25` (either, and one). In a notebook the header begins the first code cell, and a place is `GS301 at cell 3 line 2`,
counting all cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a header says: `raises` is "Type: part of the message" or None; `finds` holds what has to be found.

    Each of `finds` is a set of (code, 1-based line), one of which is enough.
    """

    correct: bool
    raises: str | None
    finds: frozenset[frozenset[tuple[str, int]]]


def corpus() -> list[Path]:
    """Programs of one file, notebooks, and the `main.py` of packages."""
    return sorted([*CORPUS.glob("*.py"), *CORPUS.glob("*.ipynb"), *CORPUS.glob("*/main.py")])


def name_of(path: Path) -> str:
    """What a program, or a file of a package, is called."""
    inside = path.resolve().relative_to(CORPUS) if path.resolve().is_relative_to(CORPUS) else Path(path.name)
    return inside.with_suffix("").as_posix()


def promise(source: str, starts: Mapping[int, int] = MappingProxyType({})) -> Promise:
    """What the header of a program says; `starts` are the lines on which cells begin.

    Raises ValueError for a `finds` line that cannot be read, and for a program that promises both or neither."""
    header = [line.strip("# \n") for line in takewhile(lambda line: line.startswith("#"), source.splitlines())]
    raises = [line.removeprefix("raises:").strip() for line in header if line.startswith("raises:")]
    finds = frozenset(find for line in header if line.startswith("finds:") for find in _finds(line, starts))
    correct = "correct" in header
    if correct == bool(finds or raises):
        raise ValueError("a program is either correct, or raises or finds something")
    return Promise(correct, raises[0] if raises else None, finds)


def _finds(line: str, starts: Mapping[int, int]) -> Iterator[frozenset[tuple[str, int]]]:
    for part in line.removeprefix("finds:").split(","):
        matches = [re.fullmatch(r"(GS\d{3}) at (?:cell (\d+) line )?(\d+)", one.strip()) for one in part.split(" or ")]
        yield frozenset(
            (match[1], (starts[int(match[2])] if match[2] else 0) + int(match[3])) for match in matches if match
        )
        if None in matches:
            raise ValueError(f"cannot read {part.strip()!r} in {line!r}")


def keeps_promise(error: str | None, promised: Promise) -> bool:
    """Whether a run that ended with `error` ("Type: message", or None) ended as the header says."""
    if error is None or promised.raises is None:
        return error is promised.raises
    kind, _, message = promised.raises.partition(": ")
    found, _, text = error.partition(": ")
    return kind == found and message in text
