"""Runs a program under torch in a fork, and says which clauses of a promise do not hold afterwards."""

from __future__ import annotations

import json
import os
import signal
import traceback
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy  # noqa: F401 - imported here once instead of in each program's process
import torch._dynamo

import torch

SECONDS = 60
FILE = "<program>"


def unmet(source: str, clauses: Sequence[str]) -> list[str]:
    """One sentence for each clause that does not hold, and for an exception that none of them expects.

    Raises RuntimeError if the program's process dies.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run_and_exit(source, clauses, writer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if not answer:
        raise RuntimeError(f"the program's process ended with status {status}")
    return [str(line) for line in json.loads(answer)]


def _run_and_exit(source: str, clauses: Sequence[str], writer: int) -> None:
    status = 1
    try:
        signal.alarm(SECONDS)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        torch.manual_seed(0)
        answer = list(_run(source, clauses))
        with os.fdopen(writer, "w") as pipe:
            json.dump(answer, pipe)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _run(source: str, clauses: Sequence[str]) -> Iterator[str]:
    names: dict[str, Any] = {"__name__": "__main__"}
    held, raised = _watch_optimizers(), ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, FILE, "exec", dont_inherit=True), names)
        except Exception as error:
            raised = f"{type(error).__name__}: {error}"
        expected = [clause.removeprefix("raises ") for clause in clauses if clause.startswith("raises ")]
        yield from _against(raised, expected)
        for clause in clauses:
            if not clause.startswith("raises "):
                yield from _broken(clause, names, held)


def _against(raised: str, expected: Sequence[str]) -> Iterator[str]:
    """An expectation is "Type: part of the message"."""
    if raised and not expected:
        yield f"raised {raised}"
    for text in expected:
        kind, _, part = text.partition(": ")
        found, _, message = raised.partition(": ")
        if kind != found or part not in message:
            yield f"raised {raised or 'nothing'}, expected {text}"


def _watch_optimizers() -> dict[int, tuple[torch.Tensor, torch.Tensor]]:
    """Fills itself with each tensor that an optimizer is made for, and the values that it had then."""
    held: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
    add = torch.optim.Optimizer.add_param_group

    def watched(self: torch.optim.Optimizer, group: dict[str, Any]) -> None:
        add(self, group)
        for tensor in self.param_groups[-1]["params"]:
            held.setdefault(id(tensor), (tensor, tensor.detach().clone()))

    torch.optim.Optimizer.add_param_group = watched  # type: ignore[method-assign]
    return held


def _broken(clause: str, names: dict[str, Any], held: dict[int, tuple[torch.Tensor, torch.Tensor]]) -> Iterator[str]:
    word, _, rest = clause.partition(" ")
    if word == "holds":
        if not eval(rest, names):
            yield f"does not hold: {rest}"
        return
    for expression in filter(None, rest.split(", ")):
        value = eval(expression, names)
        tensors = list(value.parameters()) if isinstance(value, torch.nn.Module) else [value]
        if not tensors or not all(_is(word, tensor, held) for tensor in tensors):
            yield f"not so: {word} {expression}"


def _is(word: str, tensor: torch.Tensor, held: dict[int, tuple[torch.Tensor, torch.Tensor]]) -> bool:
    before = held.get(id(tensor))
    match word:
        case "gets":
            return tensor.grad is not None and bool(tensor.grad.any())
        case "lacks":
            return tensor.grad is None
        case "zeros":
            return tensor.grad is not None and not tensor.grad.any()
        case "moves":
            return before is not None and not torch.equal(before[0], before[1])
        case "stays":
            return before is None or torch.equal(before[0], before[1])
        case "runs":
            return True
    raise ValueError(f"no clause begins with {word!r}")
