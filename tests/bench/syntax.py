"""Measures the CPU time of parsing by blocks: a file of 1,250 lines at first, unchanged, and with one line edited.

Run as `python tests/bench/syntax.py`.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from gradsight.syntax import parse

LINES = 1_250
TORCH = Path(str(find_spec("torch").origin)).parent  # type: ignore[union-attr]
FILES = {"many small methods": "distributions/transforms.py", "few large functions": "optim/adam.py"}


def milliseconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1_000


def main() -> None:
    for kind, name in FILES.items():
        lines = (TORCH / name).read_text(encoding="utf-8").splitlines(keepends=True)[:LINES]
        source = "".join(lines)
        print(f"{kind}: {name}, {len(lines)} lines")
        report("first time", [milliseconds(lambda source=source: parse(source))])
        gc.freeze()
        report("unchanged", [milliseconds(lambda source=source: parse(source)) for _ in range(60)])
        for what, versions in ("one line edited", edits(lines, " + 1")), ("one line half-typed", edits(lines, ".")):
            report(what, [milliseconds(lambda version=version: parse(version)) for version in versions])


def report(what: str, times: list[float]) -> None:
    times.sort()
    print(f"  {what:<22}median {times[len(times) // 2]:6.1f} ms   p95 {times[len(times) * 95 // 100]:6.1f} ms")


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
