"""The parts of one analysis in this process, so that one sees what takes the time.

CPU time, which other work on the machine does not change.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from session import Insertion
from typing_program import after

from gradsight.interpret.facts import facts
from gradsight.interpret.memory import Memory
from gradsight.interpret.program import run
from gradsight.rules.context import Context
from gradsight.rules.registry import find_all
from gradsight.syntax import parse

T = TypeVar("T")
PARTS = ("ast.parse", "blocks", "interpret", "facts", "rules")


def timed_parts(source: str, changes: Sequence[Insertion]) -> dict[str, list[float]]:
    """CPU seconds of each part after each edit; `ast.parse` reads the text before all edits, which parses."""
    seconds: dict[str, list[float]] = {part: [] for part in PARTS}
    original = source
    warm_up: dict[str, list[float]] = {part: [] for part in PARTS}
    memory = Memory()
    _analyse(source, memory, warm_up)
    for change in changes:
        source = after(source, change)
        _timed(seconds["ast.parse"], lambda: ast.parse(original))
        _analyse(source, memory, seconds)
    return seconds


def _analyse(source: str, memory: Memory, seconds: dict[str, list[float]]) -> None:
    module = _timed(seconds["blocks"], lambda: parse(source))
    result = _timed(seconds["interpret"], lambda: run(module, "train.py", memory=memory))
    _timed(seconds["facts"], lambda: facts(result, "train.py"))
    _timed(seconds["rules"], lambda: list(find_all(Context(result, module, "train.py"))))


def _timed(seconds: list[float], work: Callable[[], T]) -> T:
    began = time.process_time()
    result = work()
    seconds.append(time.process_time() - began)
    return result
