"""`gradsight check --watch`: checks again whenever a file or a setting changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from watchfiles import Change
from watchfiles import watch as changes

from gradsight.cli import complain
from gradsight.cli.check import Options, check
from gradsight.cli.inputs import STDIN
from gradsight.config import ConfigError
from gradsight.config_files import Configs
from gradsight.service.discovery import SUFFIXES


def watch(paths: Sequence[str], configs: Configs, options: Options) -> int:
    """Runs until it is interrupted; returns the exit code of the last check. Raises ConfigError for the first one."""
    if STDIN in paths:
        raise ConfigError("--watch: standard input cannot be watched; name files or folders")
    code = check(paths, configs, options)
    existing = [path for path in paths if Path(path).exists()]
    complain("watching for changes; Ctrl+C ends")
    for _ in changes(*existing, watch_filter=_matters, raise_interrupt=False):
        click.clear()
        configs.forget()
        code = _again(paths, configs, options, code)
    return code


def _again(paths: Sequence[str], configs: Configs, options: Options, code: int) -> int:
    """A setting that is wrong for a moment does not end the watch."""
    try:
        return check(paths, configs, options)
    except ConfigError as error:
        complain(str(error))
        return code


def _matters(_change: Change, path: str) -> bool:
    name = Path(path)
    return name.suffix in SUFFIXES or name.name in ("gradsight.toml", "pyproject.toml", ".gitignore")
