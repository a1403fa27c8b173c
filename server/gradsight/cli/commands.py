"""The commands and their options. What a command needs is imported when it runs, so that the others start fast."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from gradsight import __version__
from gradsight.cli import FORMATS, put

if TYPE_CHECKING:
    from gradsight.config_files import Configs

_CONFIG = [
    click.option(
        "--select", multiple=True, metavar="RULES", help="Rules to switch on: names, codes, beginnings of codes."
    ),
    click.option("--ignore", multiple=True, metavar="RULES", help="Rules to switch off."),
    click.option("--exclude", multiple=True, metavar="PATTERNS", help="Files and folders to leave out."),
    click.option("--per-file-ignores", multiple=True, metavar="PATTERN:RULE", help="Rules to switch off in files."),
    click.option(
        "--config", multiple=True, metavar="KEY=VALUE|FILE", help="A setting as TOML, or the file to read them from."
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
]
_PYTHON = click.option(
    "--python",
    type=click.Path(exists=True),
    metavar="FILE|FOLDER",
    help="An interpreter or its environment: look up what names of its libraries mean. It is not started.",
)
_STDIN = click.option("--stdin-filename", default="stdin.py", metavar="FILE", help="The name of what comes in for `-`.")


def _configured(command: Callable[..., int]) -> Callable[..., None]:
    """Gives a command the options about settings, turns them into `configs`, and exits with what it returns."""

    @wraps(command)
    def run(
        select: Sequence[str],
        ignore: Sequence[str],
        exclude: Sequence[str],
        per_file_ignores: Sequence[str],
        config: Sequence[str],
        isolated: bool,
        **options: object,
    ) -> None:
        from gradsight.config import ConfigError

        try:
            configs = _configs(select, ignore, exclude, per_file_ignores, config, isolated)
            sys.exit(command(configs=configs, **options))
        except ConfigError as error:
            _usage_error(str(error))

    decorated: Callable[..., None] = run
    for option in reversed(_CONFIG):
        decorated = option(decorated)
    return decorated


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, message="%(prog)s %(version)s")
def gradsight() -> None:
    """Shows where gradients flow in PyTorch programs, where they are lost, and the edit that mends it."""


@gradsight.command()
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True), metavar="[PATH …]")
@click.option("--fix", is_flag=True, help="Apply the safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also those that may change results.")
@click.option("--diff", is_flag=True, help="Print the fixes as a patch and change nothing.")
@click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True)
@click.option("--add-ignore", is_flag=True, help="Add an ignore comment for every finding.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 also if something was found.")
@click.option("-n", "--no-cache", is_flag=True, help="Neither read nor write remembered results.")
@click.option("-w", "--watch", is_flag=True, help="Check again whenever a file changes.")
@_PYTHON
@_STDIN
@_configured
def check(
    paths: Sequence[str],
    configs: Configs,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    output_format: str,
    add_ignore: bool,
    statistics: bool,
    exit_zero: bool,
    no_cache: bool,
    watch: bool,
    python: str | None,
    stdin_filename: str,
) -> int:
    """Report where a wanted gradient is certainly lost.

    PATH is a file, a folder, or - for standard input; the current folder if none is given. Exit code: 0 nothing found,
    1 findings, 2 usage or configuration error."""
    from gradsight.cli.check import Options
    from gradsight.cli.check import check as run
    from gradsight.cli.libraries import Libraries

    options = Options(
        output_format=output_format,
        fix=fix,
        unsafe_fixes=unsafe_fixes,
        diff=diff,
        add_ignore=add_ignore,
        statistics=statistics,
        exit_zero=exit_zero,
        cached=not no_cache,
        stdin_filename=stdin_filename,
        libraries=Libraries(python),
    )
    if watch:
        from gradsight.cli.watch import watch as run
    return run(paths or (".",), configs, options)


@gradsight.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="PATH …")
@_PYTHON
@_STDIN
@_configured
def facts(paths: Sequence[str], python: str | None, stdin_filename: str, configs: Configs) -> int:
    """Print what is known of every expression, as JSON."""
    from gradsight.cli.facts import facts as run
    from gradsight.cli.libraries import Libraries

    text, code = run(paths, stdin_filename, configs, Libraries(python))
    put(text)
    return code


@gradsight.command()
@click.argument("position", metavar="FILE:LINE:COL")
@_PYTHON
def hover(position: str, python: str | None) -> None:
    """Explain the expression at a position; lines and columns count from 1."""
    from gradsight.cli.hover import hover as run
    from gradsight.cli.libraries import Libraries
    from gradsight.cli.position import BadPosition

    try:
        put(run(position, Libraries(python)) + "\n")
    except BadPosition as error:
        _usage_error(str(error))


@gradsight.command()
@click.argument("position", metavar="FILE:LINE[:COL]")
@click.option(
    "--format", "form", type=click.Choice(["svg", "mermaid", "dot", "html"]), default="mermaid", show_default=True
)
@_PYTHON
def graph(position: str, form: str, python: str | None) -> None:
    """Draw how a value came about, and where no gradient goes.

    Without a column: the first tensor of the line. Exit code: 1 if there is no tensor."""
    from gradsight.cli.graph import graph as run
    from gradsight.cli.libraries import Libraries
    from gradsight.cli.position import BadPosition

    try:
        picture = run(position, form, Libraries(python))
    except BadPosition as error:
        _usage_error(str(error))
    if picture is None:
        click.echo("gradsight: there is no tensor.", err=True)
        sys.exit(1)
    put(picture)


@gradsight.command()
@click.argument("rule", required=False, shell_complete=lambda _, __, start: _rules_starting_with(start))
@click.option("--all", "everything", is_flag=True, help="List all rules.")
def explain(rule: str | None, everything: bool) -> None:
    """Print the page of one rule, given by name or code."""
    from gradsight.cli.explain import UnknownRule, listing, page
    from gradsight.cli.style import colour

    try:
        if everything:
            put(listing())
        elif rule:
            put(page(rule, colour(sys.stdout)))
        else:
            _usage_error("name a rule, or give --all to list them")
    except UnknownRule as error:
        _usage_error(str(error))


@gradsight.command()
@click.option("--tcp", metavar="HOST:PORT", help="Listen there instead of standard input and output, for debugging.")
@click.option("--allow-remote", is_flag=True, help="Allow --tcp on an address that other machines reach.")
def server(tcp: str | None, allow_remote: bool) -> None:
    """Run the language server on standard input and output."""
    from gradsight.lsp.start import BadAddress, serve

    try:
        serve(tcp, allow_remote)
    except BadAddress as error:
        _usage_error(str(error))


@gradsight.command()
def version() -> None:
    """Print the version."""
    click.echo(f"gradsight {__version__}")


@gradsight.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that makes the shell complete gradsight's commands.

    For bash: gradsight completion bash > ~/.local/share/bash-completion/completions/gradsight"""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is not None:
        click.echo(script(gradsight, {}, "gradsight", "_GRADSIGHT_COMPLETE").source())


def _configs(
    select: Sequence[str],
    ignore: Sequence[str],
    exclude: Sequence[str],
    per_file_ignores: Sequence[str],
    config: Sequence[str],
    isolated: bool,
) -> Configs:
    from gradsight.config_files import Configs, inline, pattern_pairs

    files = [Path(text) for text in config if Path(text).suffix == ".toml" and "=" not in text]
    overrides: dict[str, object] = {}
    for text in config:
        if Path(text) not in files:
            overrides |= inline(text)
    lists = {"select": _split(select), "ignore": _split(ignore), "exclude": _split(exclude)}
    overrides |= {key: values for key, values in lists.items() if values}
    if per_file_ignores:
        overrides["per-file-ignores"] = pattern_pairs(_split(per_file_ignores))
    return Configs(overrides, files[-1] if files else None, isolated)


def _split(values: Sequence[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _rules_starting_with(start: str) -> list[str]:
    from gradsight.rules import RULES

    return [name for name in RULES if name.startswith(start)]


def _usage_error(message: str) -> NoReturn:
    click.echo(f"gradsight: {message}", err=True)
    sys.exit(2)
