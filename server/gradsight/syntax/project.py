"""A file among others, as plain data: what imports in it find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gradsight.meaning import Meaning
from gradsight.syntax.module import Module


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One module of a project. `module` is None for a folder without `__init__.py`, and where `problem` says why it
    is not read. `package` is whether modules lie below it."""

    name: str
    path: str
    module: Module | None
    package: bool = False
    problem: str = ""


def _nothing(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Project:
    """What is around one file: its own dotted name (empty if nothing can import it), whether it is the `__init__.py` of
    that package, and the module that an absolute dotted name stands for, None for what is not of the project. `meaning`
    tells what a name of a library stands for; None as long as nobody has looked."""

    name: str = ""
    package: bool = False
    find: Callable[[str], Source | None] = _nothing
    meaning: Callable[[str], Meaning | None] = _nothing


ALONE = Project()
"""Every import is a library's."""
