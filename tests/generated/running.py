"""Runs programs under torch, each several times with other seeds, in a process of their own that serves many of them."""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import sys
import types
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from instrument import Range, instrument
from observations import Observation, _Observer

PATH = "generated.py"
RUNS = 3
SECONDS = 10
MOST = 40
"""Programs that one process serves: what is used for the first time after a fork is slow."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: how it ended ("Type: message" or None), the lines reached, those reached more than once, and those where
    something was raised."""

    error: str | None
    reached: frozenset[int]
    again: frozenset[int]
    raised: frozenset[int]


Results = tuple[tuple[Ran, ...], Mapping[Range, frozenset[Observation]]]


class Runner:
    """A fork of this process that runs programs one after the other. torch must be imported, and must not use threads."""

    def __init__(self) -> None:
        self.served = MOST
        self.child = 0
        self.sources: IO[str]
        self.answers: IO[str]

    def start(self, source: str, alone: bool = False) -> None:
        """Has a program run; `alone` in a process that has run none before it."""
        if self.served >= (1 if alone else MOST):
            self.stop()
            self._fork()
        self.served += 1
        print(json.dumps(source), file=self.sources, flush=True)

    def results(self) -> Results:
        """What came of the program that was started last."""
        line = self.answers.readline()
        if not line:
            self.stop()
            return (Ran("Killed", *[frozenset()] * 3),), {}
        data = json.loads(line)
        runs = tuple(Ran(error, *map(frozenset, lines)) for error, *lines in data["runs"])
        return runs, {tuple(place): frozenset(Observation(*one) for one in seen) for place, seen in data["observed"]}

    def stop(self) -> None:
        """Ends the process; the next program gets another."""
        self.served = MOST
        if self.child:
            self.sources.close()
            self.answers.close()
            os.waitpid(self.child, 0)
            self.child = 0

    def _fork(self) -> None:
        sources, answers = os.pipe(), os.pipe()
        self.child, self.served = os.fork(), 0
        if self.child == 0:
            os.close(sources[1])
            os.close(answers[0])
            _serve(os.fdopen(sources[0]), os.fdopen(answers[1], "w"))
        os.close(sources[0])
        os.close(answers[1])
        self.sources, self.answers = os.fdopen(sources[1], "w"), os.fdopen(answers[0])


def _serve(sources: IO[str], answers: IO[str]) -> None:
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    os.dup2(1, 2)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        for line in sources:
            print(json.dumps(_run_all(json.loads(line))), file=answers, flush=True)
    finally:
        os._exit(0)


def _run_all(source: str) -> dict[str, Any]:
    signal.alarm(SECONDS * RUNS)
    try:
        program = instrument(source)
        code = compile(program.tree, PATH, "exec", dont_inherit=True)
        observer = _Observer()
        observer.install()
        runs = [_run(code, seed) for seed in range(RUNS)]
    except BaseException as error:
        return {"runs": [[f"Lost: {type(error).__name__}: {error}", [], [], []]], "observed": []}
    finally:
        signal.alarm(0)
    return {
        "runs": runs,
        "observed": [(program.ranges[index], list(seen)) for index, seen in observer.seen.items()],
    }


def _run(code: types.CodeType, seed: int) -> tuple[str | None, list[int], list[int], list[int]]:
    _reset(seed)
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    reached = Counter[int]()
    raised: set[int] = set()

    def local(frame: types.FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            reached[frame.f_lineno] += 1
        elif event == "exception" and not issubclass(argument[0], (StopIteration, GeneratorExit)):
            raised.add(frame.f_lineno)
        return local

    def called(frame: types.FrameType, *_: object) -> Any:
        return local if frame.f_code.co_filename == PATH else None

    error = None
    with _traced(called):
        try:
            exec(code, module.__dict__)
        except BaseException as found:
            error = f"{type(found).__name__}: {found}"
            found.__traceback__ = None
    return error, sorted(reached), sorted(line for line in reached if reached[line] > 1), sorted(raised)


@contextmanager
def _traced(called: Any) -> Iterator[None]:
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(None)


def _reset(seed: int) -> None:
    import torch

    gc.collect()
    torch.set_grad_enabled(True)
    random.seed(seed)
    torch.manual_seed(seed)
    sys.argv = [PATH, *["more"] * (seed % 2)]
