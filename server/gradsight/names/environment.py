"""Where the libraries of an interpreter lie. Found by looking at folders and text files; the interpreter is not started."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_VARIABLES = ("VIRTUAL_ENV", "CONDA_PREFIX")
_IN_PROJECT = (".venv", "venv")
_SITES = ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages", "lib/pypy3*/site-packages")
_SYSTEM = (
    "lib/python3*/site-packages",
    "local/lib/python3*/dist-packages",
    "lib/python3/dist-packages",
    "Lib/site-packages",
)
_NUMBER = re.compile(r"(?:python|pypy)(3)\.(\d+)")


@dataclass(frozen=True, slots=True)
class Environment:
    """An interpreter's libraries. `name` is what people call it, `paths` are the folders, the first one searched first."""

    name: str
    paths: tuple[str, ...]
    version: tuple[int, int]

    def has(self, library: str) -> bool:
        """Whether a library of that top-level name is there."""
        endings = ("", ".py", ".pyi", "-stubs")
        return any((Path(path) / f"{library}{ending}").exists() for path in self.paths for ending in endings)


def environment_of(interpreter: str, folders: Sequence[Path], variables: Mapping[str, str]) -> Environment:
    """The environment of the interpreter that the client names; without one, of that which is active, which lies in a folder
    of the project, or which runs this program."""
    for given in (*_candidates(interpreter, folders, variables), Path(sys.executable)):
        found = _virtual(given) or _conda(given)
        if found:
            return found
        if given.is_file():
            return _system(given)
    return _system(Path(sys.executable))


def _candidates(interpreter: str, folders: Sequence[Path], variables: Mapping[str, str]) -> Iterator[Path]:
    """Interpreters and folders of environments, the best first."""
    if interpreter:
        written = Path(interpreter).expanduser()
        located = shutil.which(interpreter) if len(written.parts) == 1 else None
        yield Path(located) if located else written
        return
    yield from (Path(variables[name]) for name in _VARIABLES if variables.get(name))
    yield from (folder / name for folder in folders for name in _IN_PROJECT)


def _root(given: Path, mark: str) -> Path | None:
    """The folder of an environment that holds `mark`: the path itself, or the one that its interpreter lies in."""
    above = (given, given.parent.parent, given.parent)
    return next((folder for folder in above if (folder / mark).exists()), None)


def _virtual(given: Path) -> Environment | None:
    root = _root(given, "pyvenv.cfg")
    if root is None:
        return None
    settings = _settings(root / "pyvenv.cfg")
    sites = list(_sites(root, _SITES, ()))
    version = _number(settings.get("version", settings.get("version_info", ""))) or _version(sites)
    if settings.get("include-system-site-packages", "").lower() == "true" and "home" in settings:
        sites += _sites(Path(settings["home"]).parent, _SYSTEM, version)
    return Environment(str(root), _with_pth(sites), version or sys.version_info[:2])


def _conda(given: Path) -> Environment | None:
    root = _root(given, "conda-meta")
    if root is None:
        return None
    sites = list(_sites(root, _SITES, ()))
    return Environment(str(root), _with_pth(sites), _version(sites) or sys.version_info[:2])


def _system(interpreter: Path) -> Environment:
    real = Path(os.path.realpath(interpreter))
    version = _version([real]) or sys.version_info[:2]
    sites = [path for root in (real.parent.parent, _user_base()) for path in _sites(root, _SYSTEM, version)]
    return Environment(str(interpreter), _with_pth(sites), version)


def _user_base() -> Path:
    return Path.home() / ".local"


def _sites(root: Path, patterns: Sequence[str], version: tuple[int, int] | tuple[()]) -> Iterator[Path]:
    """Folders of libraries below a root: those of the version, else of any."""
    for pattern in patterns:
        for path in sorted(root.glob(pattern), key=lambda path: _version([path]) or (), reverse=True):
            if path.is_dir() and (not version or _version([path]) in ((), version)):
                yield path


def _version(paths: Sequence[Path]) -> tuple[int, int] | tuple[()]:
    """The version in the names of paths."""
    found = next((found for path in paths for part in reversed(path.parts) if (found := _NUMBER.match(part))), None)
    return (3, int(found[2])) if found else ()


def _number(text: str) -> tuple[int, int] | tuple[()]:
    found = re.match(r"3\.(\d+)", text.strip())
    return (3, int(found[1])) if found else ()


def _settings(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _with_pth(sites: Sequence[Path]) -> tuple[str, ...]:
    """The folders and those that their `.pth` files add, as those of editable installs; lines with code are passed over."""
    paths = [str(site) for site in sites]
    for site in sites:
        for file in sorted(site.glob("*.pth")):
            try:
                lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                continue
            added = (
                site / line.strip()
                for line in lines
                if line.strip() and not line.startswith(("#", "import ", "import\t"))
            )
            paths += [str(path) for path in added if path.is_dir()]
    by_place = {os.path.realpath(path): path for path in reversed(paths)}
    return tuple(by_place[place] for place in dict.fromkeys(map(os.path.realpath, paths)))
