"""Writes random programs and compares each with torch: `python tests/generated/generate.py --count 5000 --seed 7`.

Prints the figures, and a shrunk program for each failure. Exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from grammar.programs import programs
from hypothesis import HealthCheck, Phase, given, seed, settings
from shrink import shrink
from trial import Figures, Outcome, trial


def sources(count: int, number: int) -> Iterator[str]:
    """`count` programs; the same ones for the same seed."""
    done: list[str] = []

    @seed(number)
    @settings(
        max_examples=max(count, 200),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def collect(source: str) -> None:
        done.append(source)

    collect()
    yield from done[:count]


def get_ready() -> None:
    """Imports what the programs import, once, so that each fork has it."""
    os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")  # threads do not survive a fork
    import numpy  # noqa: F401
    import torch._dynamo
    import torch.utils.checkpoint

    import torch

    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()  # or each run's own collection would go through all of torch
    torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.1).step()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="programs to try instead of new ones")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="print every failing program as it was")
    parser.add_argument("--keep", type=Path, help="a folder to write the shrunk programs to")
    parser.add_argument("--most", type=int, default=50, help="failures to shrink")
    parser.add_argument("--no-shrink", action="store_true")
    options = parser.parse_args(arguments)
    get_ready()
    given = [path.read_text() for path in options.files] or sources(options.count, options.seed)
    return 1 if _try_all(given, options) else 0


def _try_all(given: Sequence[str] | Iterator[str], options: argparse.Namespace) -> int:
    begin, figures, failures, ends, slowest, errors = (
        time.monotonic(),
        Figures(),
        0,
        Counter[str](),
        0.0,
        Counter[str](),
    )
    for number, source in enumerate(given):
        outcome = trial(source)
        figures += outcome.figures
        slowest = max(slowest, outcome.seconds)
        ends.update("raised" if run.error else "to its end" for run in outcome.runs)
        errors.update((run.error or "")[:60] for run in outcome.runs if run.error)
        if outcome.faults:
            failures += 1
            _report(number, source, outcome, options, failures)
    print(_summary(number + 1, figures, failures, ends, slowest, time.monotonic() - begin))
    if options.show:
        print(errors.most_common(20))
    return failures


def _report(number: int, source: str, outcome: Outcome, options: argparse.Namespace, failures: int) -> None:
    print(f"--- program {number}:", *outcome.faults[:5], sep="\n  ")
    if options.show:
        print(source)
    if not options.no_shrink and failures <= options.most:
        small = shrink(source, lambda text: bool(trial(text).kinds & outcome.kinds))
        print(
            small,
            *(f"  {fault}" for fault in trial(small).faults[:3]),
            *(f"  ({run.error})" for run in trial(small).runs[:1]),
            sep="\n",
            flush=True,
        )
        if options.keep:
            options.keep.mkdir(exist_ok=True)
            (options.keep / f"seed_{options.seed}_{number}.py").write_text(small)


def _summary(count: int, figures: Figures, failures: int, ends: Counter[str], slowest: float, seconds: float) -> str:
    return (
        f"{count} programs in {seconds:.0f} s, {failures} failed; {ends['to its end']} runs to their end, {ends['raised']} raised; "
        f"{figures.tensors} tensor expressions, {figures.mixed} mixed, {figures.definite} definite, {figures.right} right, "
        f"{figures.wrong} wrong, {figures.missing} missing: {figures.coverage:.1%} definite and right; slowest analysis {slowest:.2f} s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
