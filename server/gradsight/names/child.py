"""The process that reads libraries: a question on standard input, on standard output a line for each answer."""

from __future__ import annotations

import os
import sys
import time
from pickle import UnpicklingError
from typing import TYPE_CHECKING

import msgspec

from gradsight.meaning import Meaning

if TYPE_CHECKING:
    from gradsight.names.types import Types

WAITS = 10
"""Tenths of a second."""


class Question(msgspec.Struct, frozen=True):
    """Names, the folders of the libraries that they are names of, and the version of Python that those are for."""

    paths: tuple[str, ...]
    version: tuple[int, int]
    names: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True):
    name: str
    meaning: Meaning


def main() -> None:
    """Answers one question and ends. Gives way to whatever else the machine has to do."""
    from gradsight.names.definitions import Definitions
    from gradsight.names.types import Types

    if hasattr(os, "nice"):
        os.nice(10)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    types = Types(Definitions(question.paths, question.version))
    for name in question.names:
        out.write(msgspec.json.encode(Answer(name, _meaning(types, name))) + b"\n")
        out.flush()


def _meaning(types: Types, name: str) -> Meaning:
    try:
        return _read(types, name)
    except Exception as error:
        # jedi reads what anybody has written; whatever trips it up costs one name.
        return Meaning("unknown", reason=f"its source could not be followed ({type(error).__name__})")


def _read(types: Types, name: str) -> Meaning:
    """What is asked, again while another server is just writing the file of jedi's cache that is read."""
    for _ in range(WAITS):
        try:
            return types.meaning(name)
        except (EOFError, UnpicklingError):
            time.sleep(0.1)
    return types.meaning(name)
