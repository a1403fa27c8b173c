"""Settings of one project: their shape, how they are validated, and which rules and files they select."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated

import msgspec
from pathspec import GitIgnoreSpec

Selectors = tuple[str, ...]


class ConfigError(Exception):
    """A setting cannot be used; the message names the file or option, the key and the remedy."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Settings of gradsight: `[tool.gradsight]` in pyproject.toml, or the top level of gradsight.toml."""

    select: Annotated[
        Selectors,
        msgspec.Meta(
            description='Rules that are on: "ALL", a code ("GS101"), the beginning of a code ("GS3"), or a name.',
            examples=[["ALL"], ["GS1", "GS2", "detach-in-path"]],
        ),
    ] = ("ALL",)
    ignore: Annotated[
        Selectors,
        msgspec.Meta(
            description="Rules that are off, written as in `select`. The longer selector wins, of equal ones this.",
            examples=[["GS508"]],
        ),
    ] = ()
    exclude: Annotated[
        tuple[str, ...],
        msgspec.Meta(
            description="Files and folders that are left out, as .gitignore patterns relative to this file.",
            examples=[["third_party/", "*_pb2.py"]],
        ),
    ] = ()
    per_file_ignores: Annotated[
        dict[str, Selectors],
        msgspec.Meta(
            description="Rules that are off in the files that match a .gitignore pattern.",
            examples=[{"tests/**": ["GS1"]}],
        ),
    ] = msgspec.field(default_factory=dict)
    respect_gitignore: Annotated[
        bool, msgspec.Meta(description="Leave out what .gitignore files leave out when a folder is given.")
    ] = True


KEYS = tuple(field.encode_name for field in msgspec.structs.fields(Settings))


@dataclass(frozen=True)
class Config:
    """Settings with the folder that their patterns are relative to. `source` names where they come from."""

    settings: Settings
    root: Path
    source: str = "the defaults"

    def selects(self, rule: str, code: str, path: Path) -> bool:
        """Whether findings of the rule are shown for the file."""
        on = max((_weight(s, rule, code) for s in self.settings.select), default=-1)
        off = max((_weight(s, rule, code) for s in self._ignored(path)), default=-1)
        return on > off

    def excludes(self, path: Path, folder: bool = False) -> bool:
        """Whether the file, or everything in the folder, is left out."""
        return _matches(self._excluded, self.root, path, folder)

    def _ignored(self, path: Path) -> Iterable[str]:
        yield from self.settings.ignore
        for spec, selectors in self._per_file:
            if _matches(spec, self.root, path, folder=False):
                yield from selectors

    @cached_property
    def _excluded(self) -> GitIgnoreSpec:
        return GitIgnoreSpec.from_lines(self.settings.exclude)

    @cached_property
    def _per_file(self) -> tuple[tuple[GitIgnoreSpec, Selectors], ...]:
        return tuple((GitIgnoreSpec.from_lines([p]), s) for p, s in self.settings.per_file_ignores.items())


def validated(table: Mapping[str, object], source: str) -> Settings:
    """The settings in a TOML table. Raises ConfigError, which names `source`, for an unknown key, type or rule."""
    for key in table:
        if key not in KEYS:
            raise ConfigError(f"{source}: there is no setting `{key}`; {_nearest(key, KEYS)}")
    try:
        settings = msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{source}: {_in_words(str(error))}") from error
    check_selectors(_all_selectors(settings), source)
    return settings


def check_selectors(selectors: Iterable[str], source: str) -> None:
    """Raises ConfigError if one of the selectors selects no rule at all."""
    doubtful = [selector for selector in selectors if selector != "ALL"]
    if not doubtful:
        return
    from gradsight.rules import RULES

    for selector in doubtful:
        if not any(_weight(selector, rule.name, rule.code) >= 0 for rule in RULES.values()):
            names = [*RULES, *(rule.code for rule in RULES.values())]
            raise ConfigError(f"{source}: no rule is called `{selector}`; {_nearest(selector, names)}")


def _all_selectors(settings: Settings) -> Iterable[str]:
    yield from settings.select
    yield from settings.ignore
    for selectors in settings.per_file_ignores.values():
        yield from selectors


def _weight(selector: str, rule: str, code: str) -> int:
    """How precisely the selector means the rule; -1 if it does not."""
    if selector == "ALL":
        return 0
    if selector == rule:
        return len(code)
    return len(selector) if selector and code.startswith(selector) else -1


def _matches(spec: GitIgnoreSpec, root: Path, path: Path, folder: bool) -> bool:
    try:
        relative = path.absolute().relative_to(root)
    except ValueError:
        return False
    return spec.match_file(relative.as_posix() + ("/" if folder else ""))


def _nearest(wrong: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = get_close_matches(wrong, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "there are " + ", ".join(f"`{name}`" for name in known)


def _in_words(message: str) -> str:
    """msgspec's `Expected `array`, got `str` - at `$.select`` with the key first."""
    match = re.fullmatch(r"(.*) - at `(?:key in )?\$\.?(.*)`", message)
    return f"`{match[2]}`: {match[1]}" if match else message
