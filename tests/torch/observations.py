"""Runs programs under torch and tells what every expression was each time it was evaluated.

As a script it prints a JSON line for each program it is given; torch is imported once, each program runs in a fork.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import types
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import FileFinder, SourceFileLoader
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Literal

from instrument import PROBES, Range, instrument
from notebooks import text_of

SECONDS = 60
PROCESSES = 2
FORK = get_context("fork")


@dataclass(frozen=True, slots=True)
class Observation:
    """What one expression was when it was evaluated; all but `kind` are None for what is no tensor."""

    kind: Literal["tensor", "module", "optimizer", "other"]
    requires_grad: bool | None = None
    is_leaf: bool | None = None
    retains_grad: bool | None = None
    grad: Literal["none", "populated"] | None = None

    @property
    def state(self) -> str | None:
        if self.kind != "tensor":
            return None
        return "tracked" if not self.is_leaf else "leaf" if self.requires_grad else "constant"


Observed = Mapping[Range, frozenset[Observation]]


@dataclass(frozen=True, slots=True)
class Run:
    """One program's run: the different observations of each range, and the error that ended it ("Type: message").

    `others` holds what was observed in the other files of a package, by path."""

    path: str
    observed: Observed
    others: Mapping[str, Observed]
    error: str | None
    output: str
    seconds: float


def observe(paths: Iterable[Path]) -> Iterator[Run]:
    """Runs each program in a process that imports torch; the runs come in the order in which they end."""
    command = [sys.executable, __file__, *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as runner:
        assert runner.stdout is not None
        for line in runner.stdout:
            yield _decoded(json.loads(line))
    if runner.returncode:
        raise RuntimeError(f"the process that runs the programs ended with {runner.returncode}")


def _decoded(data: dict[str, Any]) -> Run:
    others = {path: _observed(found) for path, found in data.pop("others").items()}
    return Run(observed=_observed(data.pop("observed")), others=others, **data)


def _observed(found: Sequence[tuple[Sequence[int], Sequence[Sequence[Any]]]]) -> Observed:
    return {tuple(place): frozenset(Observation(*one) for one in seen) for place, seen in found}  # type: ignore[misc]


# In the process that imports torch


def main(paths: Sequence[str]) -> None:
    import torch._dynamo  # imported here once, or every program's first optimizer spends a second on it

    import torch

    torch.set_num_threads(1)
    waiting = list(reversed(paths))
    running: dict[Any, _Started] = {}
    while waiting or running:
        while waiting and len(running) < PROCESSES:
            started = _Started(waiting.pop())
            running[started.process.sentinel] = started
        for sentinel in wait(list(running), timeout=1):
            print(running.pop(sentinel).result(), flush=True)
        for started in running.values():
            started.stop_if_late()


class _Started:
    """A program that runs in a fork of this process."""

    def __init__(self, path: str) -> None:
        self.path, self.begin = path, time.monotonic()
        self.result_file = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = FORK.Process(target=_run, args=(path, self.result_file))
        self.process.start()

    def stop_if_late(self) -> None:
        if time.monotonic() - self.begin > SECONDS:
            self.process.kill()

    def result(self) -> str:
        self.process.join()
        self.result_file.seek(0)
        with self.result_file as file:
            return file.read() or self.lost()

    def lost(self) -> str:
        error = f"Killed: the program's process ended with {self.process.exitcode}"
        data = {
            "path": self.path,
            "observed": [],
            "others": {},
            "error": error,
            "output": "",
            "seconds": time.monotonic() - self.begin,
        }
        return json.dumps(data)


def _run(path: str, result_file: Any) -> None:
    """Runs the program and writes what was observed. The process ends afterwards, so nothing is restored."""
    begin = time.monotonic()
    files, home = _Files(), Path(path).resolve().parent
    code = files.compiled(text_of(Path(path)).source, path)
    observer = _Observer()
    observer.install()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as output:
        _isolate(path, folder, output.fileno())
        if Path(path).name == "main.py":
            files.install(home)
        error = _error_of(code, path)
        sys.stdout.flush()
        sys.stderr.flush()
        output.seek(0)
        text = output.read()
        os.chdir("/")
    found: dict[str, list[Any]] = defaultdict(list)
    for index, seen in observer.seen.items():
        name, place = files.probes[index]
        found[name].append((place, list(seen)))
    data = {
        "path": path,
        "observed": found.pop(path, []),
        "others": found,
        "error": error,
        "output": text,
        "seconds": time.monotonic() - begin,
    }
    json.dump(data, result_file)
    result_file.flush()


class _Files:
    """The files of one program, each with probes of its own, also those that are imported."""

    def __init__(self) -> None:
        self.probes: list[tuple[str, Range]] = []

    def compiled(self, source: str, path: str) -> types.CodeType:
        program = instrument(source, len(self.probes))
        self.probes += [(path, place) for place in program.ranges]
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if path.endswith(".ipynb") else 0
        return compile(program.tree, path, "exec", flags)

    def install(self, folder: Path) -> None:
        """Imports find the folder and its `src`, as where the package is installed, and get probes."""
        files = self

        class Loader(SourceFileLoader):
            def get_code(self, fullname: str) -> types.CodeType:
                path = Path(self.get_filename(fullname))
                return files.compiled(path.read_text(encoding="utf-8"), str(path))

        hook = FileFinder.path_hook((Loader, [".py"]))
        sys.path[:0] = [str(folder), str(folder / "src")]
        sys.path_hooks.insert(0, lambda entry: hook(entry) if Path(entry).is_relative_to(folder) else _no_hook(entry))


def _no_hook(entry: str) -> Any:
    raise ImportError(entry)


def _isolate(path: str, folder: str, output: int) -> None:
    import random

    import numpy

    import torch

    random.seed(0)
    numpy.random.seed(0)
    torch.manual_seed(0)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.argv, sys.path = [path], [entry for entry in sys.path if entry != str(Path(__file__).parent)]
    for name in ("instrument", "notebooks"):
        sys.modules.pop(name)


def _error_of(code: types.CodeType, path: str) -> str | None:
    module = types.ModuleType("__main__")
    module.__file__ = path
    sys.modules["__main__"] = module
    try:
        if code.co_flags & inspect.CO_COROUTINE:
            asyncio.run(eval(code, module.__dict__))
        else:
            exec(code, module.__dict__)
    except SystemExit as exit:
        return None if exit.code in (None, 0) else f"SystemExit: {exit.code}"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return None


class _Observer:
    """The probes' side: keeps the different observations of every probe in the order in which they came."""

    def __init__(self) -> None:
        self.seen: defaultdict[int, dict[tuple[object, ...], None]] = defaultdict(dict)
        self.targets: defaultdict[int, list[object]] = defaultdict(list)

    def install(self) -> None:
        for name, probe in zip(PROBES, (self.pass_on, self.see, self.last, self.target, self.assigned), strict=True):
            setattr(builtins, name, probe)

    def pass_on(self, index: int, value: Any) -> Any:
        try:
            self.seen[index][_description(value)] = None
        except (
            RuntimeError
        ) as error:  # torch itself cannot say whether a view made and overwritten under no_grad is a leaf
            if "view was created in no_grad mode" not in str(error):
                raise
        return value

    def see(self, *pairs: Any) -> bool:
        for index, value in zip(pairs[::2], pairs[1::2], strict=True):
            self.pass_on(index, value)
        return True

    def last(self, *values: Any) -> Any:
        return values[-1]

    def target(self, index: int, value: Any) -> Any:
        self.targets[index].append(value)
        return value

    def assigned(self, index: int, name: str) -> None:
        found, value = _attribute(self.targets[index].pop(), name)
        if found:
            self.pass_on(index, value)


def _description(value: Any) -> tuple[object, ...]:
    import torch

    if isinstance(value, torch.nn.Module):
        return ("module",)
    if isinstance(value, torch.optim.Optimizer):
        return ("optimizer",)
    if not isinstance(value, torch.Tensor):
        return ("other",)
    with torch._C.DisableTorchFunctionSubclass():
        grad = "none" if _without_warning(value) is None else "populated"
        return ("tensor", value.requires_grad, value.is_leaf, value.retains_grad, grad)


def _without_warning(tensor: Any) -> Any:
    """The tensor's `.grad`. Leaves the program's warning filters, and what they have shown once, as they are."""
    filters: list[Any] = warnings.filters  # type: ignore[assignment]
    filters.insert(0, ("ignore", None, UserWarning, None, 0))
    try:
        return tensor.grad
    finally:
        filters.pop(0)


def _attribute(owner: Any, name: str) -> tuple[bool, Any]:
    """Whether reading `owner.name` runs no code of the program, and then its value."""
    import torch

    if isinstance(owner, torch.Tensor) and name in ("data", "grad", "requires_grad"):
        return True, _without_warning(owner) if name == "grad" else getattr(owner, name)
    fields = getattr(owner, "__dict__", {})
    registered = [fields.get(table) or {} for table in ("_parameters", "_buffers", "_modules")]
    for table in [fields, *registered]:
        if isinstance(table, Mapping) and name in table:
            static = inspect.getattr_static(type(owner), name, None)
            return not inspect.isdatadescriptor(static), table[name]
    return False, None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main(sys.argv[1:])
