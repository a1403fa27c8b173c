"""The sources that a command is about: files, folders and standard input, each read or refused with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradsight.config_files import Configs
from gradsight.service.discovery import find
from gradsight.service.sources import Source, Unreadable, decode, read

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One source. `name` is the file's as the user wrote it."""

    name: str
    source: Source
    stdin: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """One file that cannot be read, and why. `missing` if there is no such file."""

    name: str
    error: str
    missing: bool = False


def inputs(paths: Sequence[str], stdin_filename: str, configs: Configs) -> Iterator[Input | Refused]:
    """Every file once, in order. `-` stands for standard input, which is called `stdin_filename`."""
    if STDIN in paths:
        yield _stdin(stdin_filename)
    for path in find([Path(name) for name in paths if name != STDIN], configs.of):
        try:
            yield Input(str(path), read(path))
        except Unreadable as error:
            yield Refused(str(path), str(error), missing=not path.exists())


def _stdin(name: str) -> Input | Refused:
    try:
        return Input(name, decode(sys.stdin.buffer.read()), stdin=True)
    except Unreadable as error:
        return Refused(name, str(error))
