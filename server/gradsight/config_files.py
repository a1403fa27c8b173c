"""Finds the settings of a file: the nearest gradsight.toml, or pyproject.toml with `[tool.gradsight]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from gradsight.config import Config, ConfigError, Settings, validated


class Configs:
    """Answers which settings apply to a file, and remembers the answer for each folder."""

    def __init__(self, overrides: Mapping[str, object] | None = None, only: Path | None = None, isolated: bool = False):
        """`overrides` win over every file; `only` is read instead of what lies near; `isolated` reads no file."""
        overridden = validated(overrides or {}, "the command line")
        self._overrides = {_attribute(key): getattr(overridden, _attribute(key)) for key in overrides or {}}
        self._isolated = isolated
        self._only = self._load(only) if only else None
        self._by_folder: dict[Path, Config] = {}

    def of(self, path: Path) -> Config:
        """The settings for the file. Raises ConfigError."""
        if self._only:
            return self._only
        return self._of_folder(path.absolute().parent)

    def forget(self) -> None:
        """Reads the files anew from now on."""
        self._by_folder.clear()

    def _of_folder(self, folder: Path) -> Config:
        if folder not in self._by_folder:
            self._by_folder[folder] = self._nearest(folder)
        return self._by_folder[folder]

    def _nearest(self, folder: Path) -> Config:
        if not self._isolated:
            for name in ("gradsight.toml", "pyproject.toml"):
                if (table := _table(folder / name)) is not None:
                    return self._config(table, folder, str(folder / name))
            if folder.parent != folder:
                return self._of_folder(folder.parent)
        return self._config({}, Path.cwd(), "the defaults")

    def _load(self, path: Path) -> Config:
        table = _table(path)
        if table is None:
            missing = "has no table [tool.gradsight]" if path.exists() else "does not exist"
            raise ConfigError(f"{path}: {missing}; name a gradsight.toml or a pyproject.toml with that table")
        return self._config(table, path.absolute().parent, str(path))

    def _config(self, table: Mapping[str, object], root: Path, source: str) -> Config:
        return Config(msgspec.structs.replace(validated(table, source), **self._overrides), root, source)


def inline(text: str) -> dict[str, object]:
    """The table that `KEY=VALUE` of the command line says. Raises ConfigError."""
    try:
        table: dict[str, object] = msgspec.toml.decode(text)
    except msgspec.DecodeError as error:
        raise ConfigError(f"--config {text}: not `KEY = VALUE` in TOML ({error}), and no such file") from error
    validated(table, f"--config {text}")
    return table


def pattern_pairs(pairs: Sequence[str]) -> dict[str, list[str]]:
    """`pattern:rule` pairs as `per-file-ignores` has them. Raises ConfigError."""
    table: dict[str, list[str]] = {}
    for pair in pairs:
        pattern, colon, rule = pair.rpartition(":")
        if not (colon and pattern and rule):
            raise ConfigError(f"--per-file-ignores {pair}: write PATTERN:RULE, as in tests/*:GS101")
        table.setdefault(pattern, []).append(rule)
    return table


def _attribute(key: str) -> str:
    return key.replace("-", "_")


def _table(path: Path) -> dict[str, object] | None:
    """The gradsight table of a TOML file; None if there is no such file or table."""
    try:
        table = msgspec.toml.decode(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML ({error})") from error
    if path.name == "pyproject.toml":
        table = table.get("tool", {})
        table = table.get("gradsight") if isinstance(table, dict) else None
    if table is None or isinstance(table, dict):
        return table
    raise ConfigError(f"{path}: `tool.gradsight` must be a table")


DEFAULT = Config(Settings(), Path("/"))
"""Everything is on; nothing is left out."""
