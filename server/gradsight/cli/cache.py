"""Remembers the findings of files whose text, settings and gradsight have not changed: one small file for each.

What is found in a file depends on its own text, on the settings and on this program, so these are the key. It depends
on what it imports too: the entry holds what each import found, and is used only if all would find the same again."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from gradsight import __version__
from gradsight.cli.report import Report
from gradsight.config import Config
from gradsight.service.project import Found, Surroundings

FOLDER = ".gradsight_cache"


class _Entry(msgspec.Struct):
    key: bytes
    imports: tuple[Found, ...]
    reports: tuple[Report, ...]


class Cache:
    """The remembered findings of the files under one configuration. A cache that cannot be used is no error."""

    def __init__(self, config: Config) -> None:
        self._folder = config.root / FOLDER
        self._settings = msgspec.json.encode(config.settings, order="deterministic") + str(config.root).encode()

    def load(self, name: str, text: str) -> tuple[Report, ...] | None:
        """The findings of the file if they are remembered for this very text."""
        try:
            entry = msgspec.msgpack.decode(self._file(name).read_bytes(), type=_Entry)
        except (OSError, msgspec.DecodeError):
            return None
        if entry.key != self._key(name, text) or not Surroundings(name, ()).still(entry.imports):
            return None
        return entry.reports

    def store(self, name: str, text: str, imports: tuple[Found, ...], reports: tuple[Report, ...]) -> None:
        """Remembers the findings of the file, and what its imports found."""
        try:
            if not self._folder.exists():
                self._folder.mkdir()
                (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
            self._file(name).write_bytes(msgspec.msgpack.encode(_Entry(self._key(name, text), imports, reports)))
        except OSError:
            return

    def _file(self, name: str) -> Path:
        return self._folder / sha256(str(Path(name).absolute()).encode()).hexdigest()[:32]

    def _key(self, name: str, text: str) -> bytes:
        parts = (_program(), self._settings, name.encode(), text.encode())
        return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


@cache
def _program() -> bytes:
    """What identifies this program: its version and the state of its files."""
    root = Path(__file__).parents[1]
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc")
    states = ((str(path.relative_to(root)), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    return repr((__version__, *states)).encode()
