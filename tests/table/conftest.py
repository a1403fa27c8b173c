"""What the tests of the op table share: the generator's modules on the path, and one round of runs of every function
under torch.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "server/tools"))

from ops_calls import Call
from ops_child import in_children
from ops_measure import Measured
from ops_overlay import may_run, only_own
from ops_runs import attempt
from ops_samples import bind, call_kind, choose, expression_samples, made_calls, operator_samples
from ops_table import Entry, op_entries, op_symbols, worth_running

import torch
from gradsight.knowledge.torch import table

#: Runs per signature, and the stride by which torch's samples are passed through: others than those the generator
#: looked at first.
RUNS = 2
STRIDE = 3


@dataclass(frozen=True, slots=True)
class Run:
    """What the table says of one call, as `select` finds it, and what torch did."""

    name: str
    op: table.Op
    seen: Measured

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.op.params)})"


@pytest.fixture(scope="session")
def runs() -> list[Run]:
    """A few runs of every function that can be run, with torch's own samples and with made ones."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    entries = op_entries(op_symbols()[0])
    samples = operator_samples({id(entry.symbol.value): name for name, entry in entries.items()})
    found: list[Run] = []
    made: list[tuple[str, Entry, int]] = []
    for name, entry in entries.items():
        if not (may_run(name) and worth_running(entry.signatures)):
            continue
        own = expression_samples(name)
        for index, calls in enumerate(
            calls_of(entry, own + ([] if only_own(name) else samples.get(name, [])[::STRIDE]))
        ):
            seen = list(islice((run for call in calls for run in attempt(call)), RUNS))
            found += [Run(name, selected(name, run.call), run) for run in seen if run.call]
            made += [] if seen else [(name, entry, index)]
    works = [lambda e=entry, i=index: made_runs(e, i) for _, entry, index in made]
    for (name, _, _), seen in zip(made, in_children(works, []), strict=True):
        found += [Run(name, by_kinds(name, *kinds), run) for kinds, run in seen]
    return found


def calls_of(entry: Entry, samples: list) -> list[list[Call]]:
    calls: list[list[Call]] = [[] for _ in entry.signatures]
    formals = [signature.params for signature in entry.signatures]
    for sample in samples:
        index = choose(formals, sample)
        if index is not None:
            calls[index].append(bind(entry.function, formals[index], sample))
    return calls


def made_runs(entry: Entry, index: int) -> list:
    """Runs with made arguments, without the calls, which cannot be sent between processes."""
    runs = islice(
        ((call, run) for call in made_calls(entry.function, entry.signatures[index].params) for run in attempt(call)), 1
    )
    found = []
    for call, run in runs:
        run.call = None
        found.append((kinds_of(call), run))
    return found


def kinds_of(call: Call) -> tuple[list[str], dict[str, str]]:
    return [call_kind(value) for value in call.positional], {
        name: call_kind(value) for name, value in call.keywords.items()
    }


def selected(name: str, call: Call) -> table.Op:
    return by_kinds(name, *kinds_of(call))


def by_kinds(name: str, positional: list[str], keywords: dict[str, str]) -> table.Op:
    found = table.op(name)
    assert found is not None, name
    return table.select(found, positional, keywords)


def unlike(runs: list[Run]) -> Iterator[str]:
    """One line for each run, for the message of a failing test."""
    yield from sorted({str(run) for run in runs})
