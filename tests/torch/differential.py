"""Proves facts and findings against torch: `python tests/torch/differential.py [--show-unknown] [FILE ...]`.

Every program is analysed and run under torch with a probe on every expression; each claim is compared.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from claims import Figures, Verdict, judge
from instrument import Range
from notebooks import Text, text_of
from observations import Run, observe
from programs import Promise, corpus, keeps_promise, name_of, promise

from gradsight.analysis import analyse
from gradsight.findings import Fact
from gradsight.interpret.facts import facts
from gradsight.service.project import Surroundings
from gradsight.syntax import Text as Offsets
from gradsight.syntax import parse

GRADSIGHT = [sys.executable, "-c", "from gradsight.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Report:
    """One program: how it ran, how its facts hold, and its findings as (code, 1-based line, severity).

    `failure` says why gradsight could not analyse it, or is None.
    """

    path: Path
    source: str
    promised: Promise
    run: Run
    verdict: Verdict
    findings: frozenset[tuple[str, int, str]]
    failure: str | None

    @property
    def faults(self) -> list[str]:
        """All that is wrong with this program, in words; empty where everything holds."""
        failure = [f"not analysed: {self.failure}"] if self.failure else []
        ran = [] if self.runs_as_promised else [f"ran otherwise than promised: {self.run.error}"]
        return [*failure, *ran, *self.contradictions, *self.alarms, *self.overlooked]

    @property
    def runs_as_promised(self) -> bool:
        return keeps_promise(self.run.error, self.promised)

    @property
    def contradictions(self) -> list[str]:
        return [f"{self.quote(one.range)}: claimed {one.claimed}, seen {one.seen}" for one in self.verdict.wrong]

    @property
    def alarms(self) -> list[str]:
        """Warnings and errors on a correct program."""
        loud = sorted(finding for finding in self.findings if finding[2] in ("warning", "error"))
        return [f"false alarm: {code} at {line}" for code, line, _ in loud] if self.promised.correct else []

    @property
    def overlooked(self) -> list[str]:
        found = {(code, line) for code, line, _ in self.findings}
        lost = [sorted(wanted) for wanted in self.promised.finds if not wanted & found]
        return ["not found: " + " or ".join(f"{code} at {line}" for code, line in wanted) for wanted in sorted(lost)]

    def quote(self, place: Range) -> str:
        line, start, end_line, end = place
        text = self.source.splitlines()[line]
        return f"{name_of(self.path)}:{line + 1}:{start + 1} `{text[start:end] if line == end_line else text[start:] + ' …'}`"


def reports(paths: Sequence[Path]) -> list[Report]:
    """Analyses and runs the programs; in the order of `paths`."""
    analysed, found = files(paths), findings(paths)
    done = {}
    for run in observe(paths):
        path = Path(run.path)
        text, file = text_of(path), analysed[path.resolve()]
        verdict = judge([_in_program(text, fact) for fact in file["facts"]], run.observed)
        seen = found.get(path.resolve(), frozenset())
        promised = promise(text.source, text.starts)
        done[path] = [Report(path, text.source, promised, run, verdict, seen, file.get("error")), *imported(run)]
    return [report for path in paths for report in done[path]]


def imported(run: Run) -> Iterator[Report]:
    """For the other files of a package: what the analysis of `main.py` knows of them, over the calls that it saw."""
    if not run.others:
        return
    path = str(Path(run.path).resolve())
    analysis = analyse(parse(Path(path).read_text(encoding="utf-8")), path, Surroundings(path, ()).project)
    for name, observed in sorted(run.others.items()):
        text = parse(Path(name).read_text(encoding="utf-8")).text
        verdict = judge([_as_json(fact, text) for fact in facts(analysis.run, name)], observed)
        here = Run(name, observed, {}, None, "", 0.0)
        yield Report(Path(name), text.source, Promise(True, None, frozenset()), here, verdict, frozenset(), None)


def _as_json(fact: Fact, text: Offsets) -> Mapping[str, Any]:
    return {**asdict(fact), "range": [*text.position(fact.start), *text.position(fact.end)]}


def _in_program(text: Text, fact: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fact with the lines of the program instead of those of its cell."""
    first, start, last, end = fact["range"]
    cell = fact.get("cell")
    return {**fact, "range": [text.line(cell, first), start, text.line(cell, last), end]}


def files(paths: Iterable[Path]) -> Mapping[Path, Mapping[str, Any]]:
    """What `gradsight facts` prints about each absolute path."""
    return {Path(file["path"]).resolve(): file for file in _gradsight("facts", paths)["files"]}


def findings(paths: Iterable[Path]) -> Mapping[Path, frozenset[tuple[str, int, str]]]:
    """The findings of each absolute path as (code, 1-based line, severity)."""
    by_path: dict[Path, frozenset[tuple[str, int, str]]] = {}
    for one in _gradsight("check", ["--output-format", "json", "--isolated", "--no-cache", *paths]):
        path = Path(one["filename"]).resolve()
        row = text_of(path).line(one["cell"], one["location"]["row"])
        finding = (one["code"], row, one["severity"])
        by_path[path] = by_path.get(path, frozenset()) | {finding}
    return by_path


def _gradsight(command: str, arguments: Iterable[str | Path]) -> Any:
    done = subprocess.run([*GRADSIGHT, command, *map(str, arguments)], capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(f"gradsight {command} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


# What is printed

COLUMNS = ("expressions", "tensors", "mixed", "definite", "right", "wrong", "missing")


def total(done: Iterable[Report]) -> Figures:
    return reduce(add, (Figures.of(report.verdict) for report in done), Figures())


def table(done: Sequence[Report]) -> str:
    """A line for each program and one for all of them."""
    rows = [(name_of(report.path), Figures.of(report.verdict)) for report in done]
    rows.append((f"{len(done)} programs", total(done)))
    width = max(len(name) for name, _ in rows)
    head = " ".join([" " * width, *COLUMNS, "coverage"])
    return "\n".join([head, *(_row(name.ljust(width), figures) for name, figures in rows)])


def _row(name: str, figures: Figures) -> str:
    numbers = (str(getattr(figures, column)).rjust(len(column)) for column in COLUMNS)
    return " ".join([name, *numbers, f"{figures.coverage:8.1%}"])


def faults(done: Iterable[Report]) -> list[str]:
    return [f"{name_of(report.path)}: {fault}" for report in done for fault in report.faults]


def _undecided(done: Iterable[Report]) -> Iterator[str]:
    for report in done:
        for place in sorted(report.verdict.undecided):
            seen = ", ".join(sorted({str(one.state) for one in report.run.observed[place]}))
            what = "missing" if place in report.verdict.missing else "unknown"
            yield f"{what}: {report.quote(place)} is {seen}"


def main(arguments: Sequence[str]) -> int:
    """Prints the table and every fault; 1 if there is a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="programs; the corpus if none is given")
    parser.add_argument(
        "--show-unknown", action="store_true", help="list the tensor expressions without a definite state"
    )
    parser.add_argument(
        "--torch-only", action="store_true", help="only check that the programs run as their headers say"
    )
    options = parser.parse_args(arguments)
    paths = options.files or corpus()
    if options.torch_only:
        return _torch_only(paths)
    done = reports(paths)
    lines = [*(_undecided(done) if options.show_unknown else ()), table(done), *faults(done)]
    print("\n".join(lines))
    return 1 if faults(done) else 0


def _promised(path: Path) -> Promise:
    text = text_of(path)
    return promise(text.source, text.starts)


def _torch_only(paths: Sequence[Path]) -> int:
    status = 0
    for run in observe(paths):
        kept = keeps_promise(run.error, _promised(Path(run.path)))
        status |= not kept
        verdict = "as promised" if kept else "OTHERWISE"
        print(f"{verdict:11} {run.seconds:5.1f} s {len(run.observed):5} ranges  {run.path}  {run.error or ''}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
