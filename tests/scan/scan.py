"""Analyses every Python file of real projects, each alone, and tells what went wrong, what took long and what was found.

`scan.py --report FILE FOLDER...`: a folder is a project.
"""

from __future__ import annotations

import argparse
import ast
import gc
import os
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import Pool
from pathlib import Path
from statistics import median
from typing import TextIO

from gradsight.analysis import Memory, analyse
from gradsight.cli import COLLECT_AFTER
from gradsight.findings import Finding
from gradsight.syntax import parse

REFERENCE = Path(__file__).parent.parent / "bench" / "files" / "script_1250.py"
REFERENCE_SECONDS = 0.0145
"""CPU seconds of `ast.parse` of the reference on a quiet machine: times are given as such seconds, however busy the machine is."""
LONGEST = 60
"""CPU seconds after which a file is given up."""
SLOW = 2.0
MEASURED_EVERY = 10
"""Seconds for which what was measured of the machine holds."""
AROUND = 2
REAL = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as it is read: where, what, and the lines around it."""

    line: int
    code: str
    severity: str
    message: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one file gave: CPU seconds of a quiet machine, whether it was followed to its end, its findings, a traceback."""

    path: Path
    lines: int
    seconds: float
    steps: int
    complete: bool
    findings: tuple[Found, ...] = ()
    failure: str = ""


class TooLong(Exception):
    """The file has had all the time that a file is given."""


def scan_file(path: Path) -> Scanned:
    """Analyses one file as a program of its own; never raises."""
    source = path.read_text(encoding="utf-8", errors="replace")
    lines, factor = source.count("\n"), slowdown()
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    began = time.process_time()
    memory = Memory()
    try:
        result = analyse(parse(source), str(path), memory=memory)
    except Exception:
        return Scanned(path, lines, (time.process_time() - began) / factor, 0, False, failure=traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = (time.process_time() - began) / factor
    findings = tuple(_found(source, finding) for finding in result.findings)
    steps = sum(unit.spent.steps for unit in memory.units.values())
    return Scanned(path, lines, seconds, steps, result.run.complete, findings)


def _too_long(*_: object) -> None:
    raise TooLong


def _found(source: str, finding: Finding) -> Found:
    line = source.count("\n", 0, finding.place.start) + 1
    return Found(line, finding.code, finding.severity, finding.message, excerpt(source, line))


def excerpt(source: str, line: int) -> str:
    """The lines around a line, numbered; `>` before the line itself."""
    lines = source.split("\n")
    first = max(1, line - AROUND)
    return "\n".join(
        f"{'>' if number == line else ' '} {number:5} {text}"
        for number, text in enumerate(lines[first - 1 : line + AROUND], first)
    )


def files_of(project: Path, containing: str = "") -> list[Path]:
    """Every Python file below with that text in it, in the order of their paths."""
    found = sorted(path for path in project.rglob("*.py") if path.is_file())
    return [path for path in found if containing in path.read_text(encoding="utf-8", errors="replace")]


@lru_cache(maxsize=1)
def _slowdown_in(_: int) -> float:
    text, taken = REFERENCE.read_text(encoding="utf-8"), []
    for _ in range(7):
        begin = time.process_time()
        ast.parse(text)
        taken.append(time.process_time() - begin)
    return median(taken) / REFERENCE_SECONDS


def slowdown() -> float:
    """How many times as long as on a quiet machine things take now; measured every few seconds."""
    return _slowdown_in(int(time.monotonic() / MEASURED_EVERY))


def summary(project: str, scanned: Sequence[Scanned]) -> Iterator[str]:
    """What one project gave, as lines; seconds are those of a quiet machine."""
    failed = [one for one in scanned if one.failure]
    slowest = sorted(scanned, key=lambda one: -one.seconds)[:5]
    slow = sum(one.seconds > SLOW for one in scanned)
    rules = Counter(found.code for one in scanned for found in one.findings if found.severity in REAL)
    lines = sum(one.lines for one in scanned)
    seconds = sum(one.seconds for one in scanned)
    incomplete = sum(not one.complete for one in scanned)
    yield f"{project}: {len(scanned)} files, {lines} lines, {seconds:.0f} s"
    yield f"  {len(failed)} exceptions; {slow} files over {SLOW:g} s; {incomplete} not followed to their end"
    for one in slowest:
        yield f"  {one.seconds:5.2f} s, {one.steps:6} steps, {one.lines:5} lines: {one.path.name}"
    yield "  errors and warnings: " + (", ".join(f"{code} {count}" for code, count in rules.most_common()) or "none")


def readable(one: Scanned) -> Iterator[str]:
    """What there is to read of a file: a failure, too much time, each error and warning with its source lines."""
    if one.failure:
        yield f"{one.path}: FAILED\n{one.failure}"
    if one.seconds > SLOW:
        yield f"{one.path}: SLOW: {one.seconds:.1f} s, {one.steps} steps, {one.lines} lines"
    for found in one.findings:
        if found.severity in REAL:
            yield f"{one.path}:{found.line}: {found.severity} {found.code}: {found.message}\n{found.excerpt}\n"


def scan(projects: Sequence[Path], jobs: int, every: int, containing: str, out: TextIO) -> int:
    """Scans the projects one after another; answers how many files failed or took too long."""
    bad = 0
    with Pool(jobs, maxtasksperchild=40) as pool:
        for project in projects:
            scanned = []
            for one in pool.imap_unordered(scan_file, files_of(project, containing)[::every]):
                scanned.append(one)
                out.writelines(f"{text}\n" for text in readable(one))
                out.flush()
            print("\n".join(summary(project.name, scanned)), flush=True)
            bad += sum(bool(one.failure) or one.seconds > SLOW for one in scanned)
    return bad


def main() -> int:
    """Answers 1 where a file failed or took more than two seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="+", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=int, default=1, help="of the files in the order of their paths, each n-th only")
    parser.add_argument("--containing", default="", help="only files with this text in them")
    parser.add_argument(
        "--report",
        type=Path,
        required=True,
        help="every error and warning with its source lines, slow files, tracebacks",
    )
    options = parser.parse_args()
    gc.set_threshold(COLLECT_AFTER)  # as the command line does
    with options.report.open("w", encoding="utf-8") as out:
        return 1 if scan(options.projects, options.jobs, options.every, options.containing, out) else 0


if __name__ == "__main__":
    raise SystemExit(main())
