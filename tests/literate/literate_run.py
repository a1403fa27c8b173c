"""Runs a program under torch in a process of its own and returns what was observed there."""

from __future__ import annotations

import ast
import json
import linecache
import os
import signal
import sys
import traceback
import warnings
from dataclasses import dataclass
from types import CodeType
from typing import Any

import torch._dynamo  # optimizers import it on first use: once here instead of in each program's process
from literate_expectation import GRADS, Expectations, State
from literate_probe import Spot, heads, place, place_after, place_before, place_first, spot_at, subjects

import torch

FILE = "<program>"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Observed:
    """What happened: words seen per state, truths seen per `holds`, warnings per line, and the exception if any."""

    states: dict[str, list[str]]
    holds: dict[str, list[bool]]
    warned: dict[str, list[str]]
    raised: tuple[int, str, str] | None


def observe(source: str, wanted: Expectations) -> Observed:
    """Runs the program in a forked process; raises RuntimeError if that process dies."""
    code = _instrumented(source, wanted)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _run_and_exit(code, source, wanted, writer)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if not answer:
        raise RuntimeError(f"the program's process ended with status {status}")
    states, holds, warned, raised = json.loads(answer)
    return Observed(states, holds, warned, None if raised is None else (raised[0], raised[1], raised[2]))


def _instrumented(source: str, wanted: Expectations) -> CodeType | SyntaxError:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return error
    places = [(spot_at(tree, state.line), index, state) for index, state in enumerate(wanted.states)]
    truths = [(spot_at(tree, remark.line), remark) for remark in wanted.holds]
    warned = [(spot_at(tree, remark.line), remark.line) for remark in wanted.warns]
    for spot, line in warned:
        place_before(spot, _call("__before__", line, "None"))
        place_after(spot, _call("__after__", line, "None"))
    for spot, remark in reversed(truths):
        place(spot, _call("__holds__", remark.line, remark.text))
    for spot, index, state in reversed(places):
        if state.expression is not None:
            place(spot, _call("__state__", index, state.expression))
        else:
            _observe_subjects(spot, index)
    return compile(ast.fix_missing_locations(tree), FILE, "exec", dont_inherit=True)


def _observe_subjects(spot: Spot, index: int) -> None:
    for subject in subjects(spot.statement):
        if isinstance(getattr(subject, "ctx", None), ast.Store):
            (place_first if heads(spot) else place_after)(spot, _call("__state__", index, ast.unparse(subject)))
        else:
            _wrap(spot.statement, subject, index)


def _wrap(statement: ast.AST, subject: ast.expr, index: int) -> None:
    holder = next(node for node in ast.walk(statement) if subject in ast.iter_child_nodes(node))
    call = ast.Call(ast.Name("__state__", ast.Load()), [ast.Constant(index), subject], [])
    vars(holder)["value"] = ast.copy_location(call, subject)


def _call(name: str, key: int, expression: str) -> list[ast.stmt]:
    return ast.parse(f"{name}({key}, {expression})").body


def _run_and_exit(code: CodeType | SyntaxError, source: str, wanted: Expectations, writer: int) -> None:
    status = 1
    try:
        signal.alarm(SECONDS)
        torch.set_num_threads(1)
        torch.manual_seed(0)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
        answer = _run(code, wanted)
        with os.fdopen(writer, "w") as pipe:
            json.dump(answer, pipe)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def _run(code: CodeType | SyntaxError, wanted: Expectations) -> tuple[object, ...]:
    states: dict[str, list[str]] = {}
    holds: dict[str, list[bool]] = {}
    warned: dict[str, list[str]] = {}
    raised = None
    with warnings.catch_warnings(record=True) as log:
        warnings.simplefilter("always")

        def state(index: int, value: object) -> object:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                states.setdefault(str(index), []).append(_word(value, wanted.states[index]))
            return value

        def after(line: int, _: object) -> None:
            warned.setdefault(str(line), []).extend(f"{each.category.__name__}: {each.message}" for each in log)

        names: dict[str, object] = {
            "__name__": "__main__",
            "__state__": state,
            "__holds__": lambda line, value: holds.setdefault(str(line), []).append(bool(value)),
            "__before__": lambda *_: log.clear(),
            "__after__": after,
        }
        try:
            if isinstance(code, SyntaxError):
                raise code
            exec(code, names)
        except BaseException as error:
            raised = (_line_of(error), type(error).__name__, str(error))
    return states, holds, warned, raised


def _word(value: Any, state: State) -> str:
    """Returns the word for what torch shows; an exception in here would be taken for the program's own."""
    if state.aspect == "grad":
        return GRADS[value.grad is not None] if isinstance(value, torch.Tensor) else "no tensor"
    if state.aspect == "retains_grad":
        return str(value.retains_grad).lower() if isinstance(value, torch.Tensor) else "no tensor"
    if isinstance(value, torch.Tensor):
        return ("leaf" if value.is_leaf else "tracked") if value.requires_grad else "constant"
    kinds: dict[type, str] = {torch.nn.Module: "module", torch.optim.Optimizer: "optimizer"}
    return next((word for kind, word in kinds.items() if isinstance(value, kind)), "other")


def _line_of(error: BaseException) -> int:
    if isinstance(error, SyntaxError) and error.__traceback__ is not None and error.lineno is not None:
        return error.lineno
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE]
    return frames[-1] or 0 if frames else 0
