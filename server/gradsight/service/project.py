"""Finds the modules of the project around a file: where Python would look for what it imports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from os import scandir
from pathlib import Path

from gradsight.knowledge.python.names import harmless
from gradsight.meaning import Meaning
from gradsight.service.sources import Unreadable, read
from gradsight.syntax import Project, Source, parse_lightly
from gradsight.syntax.cache import TextCache

MOST_FILES = 120
MOST_CHARACTERS = 250_000
"""What one file may make us read: more than this takes longer than a person waits."""

_LIBRARIES = sys.stdlib_module_names | {"torch", "numpy"}
"""What no file of a project stands in for."""
_INSTALLED = frozenset({"site-packages", "dist-packages"})
_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
"""What lies in the outermost folder of a project."""

_COMPILED = (".so", ".pyd", ".pyx", ".pyi")
"""Endings of modules that are not written in Python, or are only described."""

_parsed = TextCache(parse_lightly, 2_000_000)

Texts = Callable[[str], str | None]
"""The text of an open file by its path; None for one that is not open."""


def _none_open(_path: str) -> str | None:
    return None


def _nobody_looked(_name: str) -> Meaning | None:
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """What the project had under a name: the file (empty if there is none) and a digest of its text."""

    name: str
    path: str
    digest: str = ""


@dataclass(slots=True)
class Surroundings:
    """The project around one file. Remembers what was asked for, so that it can be told whether that is still so."""

    path: str
    folders: Sequence[Path]
    texts: Texts = _none_open
    asked: dict[str, Found] = field(default_factory=dict)
    characters: int = 0
    meanings: Callable[[str], Meaning | None] = _nobody_looked
    wondered: set[str] = field(default_factory=set)
    """The names of libraries of which nobody could say what they mean."""

    @property
    def project(self) -> Project:
        """The file's own name, and the look-up for the analysis."""
        if not _is_file_name(self.path):
            return Project(meaning=self._meaning)
        path = Path(self.path)
        return Project(own_name(path, self.folders), path.stem == "__init__", self._find, self._meaning)

    def _meaning(self, name: str) -> Meaning | None:
        found = self.meanings(name)
        if found is None:
            self.wondered.add(name)
        return found

    def wonders(self) -> bool:
        """Whether a name that meant nothing then means something now."""
        return any(self.meanings(name) is not None for name in list(self.wondered))

    def _find(self, name: str) -> Source | None:
        path, package, problem = self._located(name)
        if path is None:
            self.asked[name] = Found(name, "")
            return None
        problem = problem or ("is not written in Python" if path.suffix in _COMPILED else "")
        if problem or path.is_dir():
            self.asked[name] = Found(name, str(path))
            return Source(name, str(path), None, package, problem)
        if len(self.asked) >= MOST_FILES or self.characters > MOST_CHARACTERS:
            self.asked[name] = Found(name, str(path), "")
            return Source(name, str(path), None, package, "more is imported than can be followed")
        text, problem = self._text(path)
        self.asked[name] = Found(name, str(path), _digest(text, problem))
        self.characters += len(text)
        return Source(name, str(path), None if problem else _parsed(text), package, problem)

    def _located(self, name: str) -> tuple[Path | None, bool, str]:
        top = name.partition(".")[0]
        roots = [] if top in _LIBRARIES else list(_roots(Path(self.path), self.folders, top))
        path, package = locate(name, roots, self.texts)
        own = own_name(Path(self.path), self.folders)
        if path is not None and name != own and _same(path, self.path):
            return path, package, f"is the opened file itself, which is called `{own}`"
        return (None if path is None else _as_given(path, self.path)), package, ""

    def _text(self, path: Path) -> tuple[str, str]:
        """The text of a file, and why it cannot be read."""
        text = self.texts(str(path))
        try:
            return (read(path).text if text is None else text), ""
        except Unreadable as error:
            return "", str(error)

    def concerns(self, path: str) -> bool:
        """Whether another text of that file, or its being there or not, may change what was found."""
        file = Path(path)
        name = file.parent.name if file.stem == "__init__" else file.stem
        return any(found.path == path or name in found.name.split(".") for found in list(self.asked.values()))

    def still(self, found: Iterable[Found]) -> bool:
        """Whether the same would be found now."""
        return all(self._now(each.name, each) == each for each in found)

    def _now(self, name: str, before: Found) -> Found:
        path, _, problem = self._located(name)
        if path is None:
            return Found(name, "")
        if problem or path.is_dir() or path.suffix in _COMPILED or not before.digest:
            return Found(name, str(path))
        return Found(name, str(path), _digest(*self._text(path)))


def _digest(text: str, problem: str) -> str:
    return sha256(f"{problem}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def own_name(path: Path, folders: Sequence[Path]) -> str:
    """The dotted name under which others import the file; empty if no name can mean it."""
    path = path.absolute()
    top = _top(path)
    if top == path.parent:
        inside = [folder for folder in _outer(path, folders) if path.is_relative_to(folder)]
        top = min(inside, key=lambda folder: len(folder.parts), default=top)
    parts = path.relative_to(top).with_suffix("").parts
    parts = parts[:-1] if path.stem == "__init__" else parts
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else ""


def locate(name: str, roots: Iterable[Path], texts: Texts = _none_open) -> tuple[Path | None, bool]:
    """The file or folder of a module, and whether modules lie below it, as Python's own search has it."""
    places, path = list(roots), None
    parts = name.split(".")
    for number, part in enumerate(parts):
        path, package, places = _step(part, places, texts, number == 0)
        if path is None or (not package and number + 1 < len(parts)):
            return None, False
    return path, package


def _step(part: str, places: list[Path], texts: Texts, first: bool) -> tuple[Path | None, bool, list[Path]]:
    for folder in places:
        inside = folder / part / "__init__.py"
        if _exists(inside, texts):
            return inside, True, [folder / part]
        file = folder / f"{part}.py"
        if _exists(file, texts):
            return file, False, []
    spaces = [folder / part for folder in places if (not first or not harmless(part)) and _holds_python(folder / part)]
    if spaces:
        return spaces[0], True, spaces
    compiled = (path for folder in places for path in folder.glob(f"{part}.*") if path.suffix in _COMPILED)
    return next(compiled, None), False, []


def _exists(path: Path, texts: Texts) -> bool:
    return texts(str(path)) is not None or path.is_file()


def _holds_python(folder: Path, deeper: bool = True) -> bool:
    """Whether a folder is a namespace package: it holds Python files, or a folder with Python files."""
    try:
        entries = list(scandir(folder))
    except OSError:
        return False
    if any(entry.name.endswith(".py") for entry in entries):
        return True
    below = [entry for entry in entries if deeper and entry.name.isidentifier() and entry.is_dir()]
    return any(_holds_python(Path(entry.path), deeper=False) for entry in below)


def _roots(path: Path, folders: Sequence[Path], top: str) -> Iterator[Path]:
    """The folders that imports start from, the first one first."""
    path = path.absolute()
    parent = _top(path)
    if _INSTALLED & set(parent.parts):
        inside = path.relative_to(parent).parts[0]
        if top == inside and parent != path.parent:
            yield parent
        return
    yield from dict.fromkeys(_with_src([parent, *_outer(path, folders), path.parent]))


def _with_src(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield folder
        yield folder / "src"


def _outer(path: Path, folders: Sequence[Path]) -> list[Path]:
    """The workspace folders and the folder of the project that the file lies in, the nearest first."""
    inside = {folder for folder in folders if path.is_relative_to(folder)}
    marked = next((folder for folder in path.parents if any((folder / mark).exists() for mark in _MARKS)), None)
    return sorted(inside | ({marked} if marked else set()), key=lambda folder: -len(folder.parts))


def _top(path: Path) -> Path:
    """The folder that holds the outermost package around the file; without a package its own folder."""
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    return folder


def _is_file_name(path: str) -> bool:
    """Not the URI of something that is no file."""
    return "://" not in path and not path.startswith("untitled:")


def _same(path: Path, other: str) -> bool:
    return path.absolute() == Path(other).absolute()


def _as_given(path: Path, opened: str) -> Path:
    """Relative to the current folder if the opened file was given so."""
    here = Path.cwd()
    return path.relative_to(here) if not Path(opened).is_absolute() and path.is_relative_to(here) else path
