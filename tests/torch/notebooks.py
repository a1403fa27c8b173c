"""Notebooks of the corpus as one program each: the code cells in order, without what only IPython understands.

This is written without the program's own reading of notebooks, so that the two can be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RUN_ALL_THE_SAME = ("time", "timeit", "capture", "prun")
"""Cell magics whose cell is Python."""


@dataclass(frozen=True, slots=True)
class Text:
    """A program, and for a notebook the line, from 0, on which each code cell begins, by its number from 1."""

    source: str
    starts: Mapping[int, int]

    def line(self, cell: int | None, line: int) -> int:
        """The line of the program that is `line` of a cell; what is in no cell stays where it is."""
        return line if cell is None else self.starts[cell] + line


def text_of(path: Path) -> Text:
    """The program in a `.py` or `.ipynb` file."""
    content = path.read_text(encoding="utf-8-sig")
    if path.suffix != ".ipynb":
        return Text(content, {})
    starts: dict[int, int] = {}
    lines: list[str] = []
    for number, cell in enumerate(json.loads(content)["cells"], 1):
        if cell["cell_type"] == "code":
            starts[number] = len(lines)
            lines.extend(_plain(cell["source"]))
    return Text("\n".join(lines) + "\n", starts)


def _plain(source: str | list[str]) -> Iterator[str]:
    """The lines of a cell; those of the shell and of magics are empty, and a list of lines is what `!` gives."""
    lines = "".join(source).split("\n")
    cell_magic = re.match(r"%%(\w+)", lines[0])
    if cell_magic and cell_magic[1] not in RUN_ALL_THE_SAME:
        yield from ("" for _ in lines)
        return
    for line in lines:
        if timed := re.match(r"%time (\S.*)", line):
            yield f"0;    {timed[1]}"
        elif assigned := re.match(r"(\w+ = )[!%]", line):
            yield f"{assigned[1]}[]"
        else:
            yield "" if re.match(r"\s*[!%?]|[\w.]+\?+$", line) else line
