"""The sources that a command is about: files, folders and standard input, each read or refused with a reason."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gradsight.cli.output import shown
from gradsight.config_files import Configs
from gradsight.service.discovery import find
from gradsight.service.notebook import Cells
from gradsight.service.notebook_file import NotebookFile, read_notebook
from gradsight.service.patch import unified
from gradsight.service.sources import Source, Unreadable, decode, read

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One source. `name` is the file's as the user wrote it."""

    name: str
    source: Source
    stdin: bool = False
    notebook: NotebookFile | None = None

    @property
    def text(self) -> str:
        """The Python text; that of a notebook are its cells."""
        return self.notebook.cells.source if self.notebook else self.source.text

    @property
    def cells(self) -> Cells | None:
        return self.notebook.cells if self.notebook else None

    def content(self, text: str) -> str:
        """The whole file after the Python text was changed to `text`."""
        return self.notebook.with_source(text) if self.notebook else text

    def patch(self, text: str) -> str:
        """The difference that `text` makes, for a notebook cell by cell."""
        if self.notebook is None:
            return unified(self.text, text, shown(self.name))
        changes = self.notebook.changes(text)
        return "".join(unified(old, new, f"{shown(self.name)}:cell {number}") for number, old, new in changes)


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
            yield _input(str(path), read(path), stdin=False)
        except Unreadable as error:
            yield Refused(str(path), str(error), missing=not path.exists())


def _stdin(name: str) -> Input | Refused:
    try:
        return _input(name, decode(sys.stdin.buffer.read()), stdin=True)
    except Unreadable as error:
        return Refused(name, str(error))


def _input(name: str, source: Source, stdin: bool) -> Input:
    notebook = read_notebook(source.text) if name.endswith(".ipynb") else None
    return Input(name, source, stdin, notebook)
