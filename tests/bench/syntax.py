"""Measures parsing by blocks: a file of 1,250 lines for the first time, again after an edit of one line, and moved.

Run as `python tests/bench/syntax.py`.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from gradsight.syntax import parse

LINES = 1_250
TORCH = Path(str(find_spec("torch").origin)).parent  # type: ignore[union-attr]
FILES = ["optim/adam.py", "optim/sgd.py", "nn/modules/linear.py", "distributions/normal.py"]


def milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1_000


def main() -> None:
    text = "".join((TORCH / name).read_text(encoding="utf-8") for name in FILES)
    lines = text.splitlines(keepends=True)[:LINES]
    source = "".join(lines)
    print(f"{'first time':<28}{milliseconds(lambda: parse(source)):8.1f} ms   {len(lines)} lines")
    gc.freeze()
    print(f"{'unchanged':<28}{statistics.median(milliseconds(lambda: parse(source)) for _ in range(50)):8.1f} ms")
    whole, broken = edits(lines, " + 1"), edits(lines, ".")
    for name, versions in ("one line edited", whole), ("one line half-typed", broken):
        times = sorted(milliseconds(lambda version=version: parse(version)) for version in versions)
        print(f"{name:<28}{times[len(times) // 2]:8.1f} ms   p95 {times[len(times) * 95 // 100]:.1f} ms")


def edits(lines: list[str], ending: str) -> list[str]:
    """Versions of the text in which one assignment each goes on with `ending`."""
    chance = random.Random(0)
    numbers = [number for number, line in enumerate(lines) if " = " in line and line.rstrip().endswith((")", "]", "1"))]
    versions = []
    for number in chance.sample(numbers, 60):
        edited = [*lines]
        edited[number] = edited[number].rstrip("\n") + ending + "\n"
        versions.append("".join(edited))
    return versions


if __name__ == "__main__":
    main()
