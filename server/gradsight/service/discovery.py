"""Finds the files to check: named files as they are, folders with what belongs to the project in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from gradsight.config import Config

SUFFIXES = frozenset({".py", ".pyi", ".ipynb"})
_FOREIGN = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "build", "dist"})

Ignored = tuple[tuple[Path, GitIgnoreSpec], ...]
"""The .gitignore files in force, from the outermost to the nearest."""


def find(paths: Iterable[Path], config: Callable[[Path], Config]) -> Iterator[Path]:
    """Every file once, in order: named files always, those of a folder unless hidden, foreign, excluded or ignored."""
    seen: set[Path] = set()
    for path in paths:
        for found in _walk(path, _above(path), config) if path.is_dir() else (path,):
            if (key := found.absolute()) not in seen:
                seen.add(key)
                yield found


def _walk(folder: Path, ignored: Ignored, config: Callable[[Path], Config]) -> Iterator[Path]:
    ignored = (*ignored, *_gitignore(folder))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # Reading it says what is wrong.
        return
    for entry in entries:
        path, is_folder = folder / entry.name, entry.is_dir(follow_symlinks=False)
        if not is_folder and path.suffix not in SUFFIXES:
            continue
        if entry.name.startswith(".") or _left_out(path, is_folder, ignored, config):
            continue
        if is_folder:
            yield from _walk(path, ignored, config)
        elif entry.is_file():
            yield path


def _left_out(path: Path, folder: bool, ignored: Ignored, config: Callable[[Path], Config]) -> bool:
    if folder and (path.name in _FOREIGN or (path / "pyvenv.cfg").exists()):
        return True
    settings = config(path)
    if settings.excludes(path, folder):
        return True
    return settings.settings.respect_gitignore and _by_git(path, folder, ignored)


def _by_git(path: Path, folder: bool, ignored: Ignored) -> bool:
    """Whether git leaves the path out: the nearest .gitignore that says anything about it decides."""
    for root, spec in reversed(ignored):
        name = path.absolute().relative_to(root).as_posix() + ("/" if folder else "")
        if (decision := spec.check_file(name).include) is not None:
            return decision
    return False


def _above(path: Path) -> Ignored:
    """The .gitignore files above a folder, up to the root of its repository."""
    found: list[tuple[Path, GitIgnoreSpec]] = []
    folder = path.absolute()
    while not (folder / ".git").exists():
        if folder.parent == folder:
            return ()
        folder = folder.parent
        found[:0] = _gitignore(folder)
    return tuple(found)


def _gitignore(folder: Path) -> Ignored:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    return ((folder.absolute(), GitIgnoreSpec.from_lines(lines)),)
