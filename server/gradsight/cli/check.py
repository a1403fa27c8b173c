"""`gradsight check`: reads the files, changes them if asked to, and prints what was found."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gradsight.cli import complain, internal_error, put
from gradsight.cli.cache import Cache
from gradsight.cli.inputs import Input, Refused, inputs
from gradsight.cli.libraries import NO_LIBRARIES, Libraries
from gradsight.cli.output import renderer, shown
from gradsight.cli.output.summary import statistics, summary
from gradsight.cli.report import Report, reports
from gradsight.cli.style import colour
from gradsight.config_files import Configs
from gradsight.service import Workspace
from gradsight.service.fixing import Fixed
from gradsight.service.notebook_file import read_notebook
from gradsight.service.patch import unified
from gradsight.service.sources import Unreadable, read, write


@dataclass(frozen=True, slots=True)
class Options:
    """What the options of the command line ask for."""

    output_format: str = "full"
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    add_ignore: bool = False
    statistics: bool = False
    exit_zero: bool = False
    cached: bool = True
    stdin_filename: str = "stdin.py"
    libraries: Libraries = NO_LIBRARIES


@dataclass(slots=True)
class Outcome:
    """What one pass over the files came to."""

    reports: list[Report] = field(default_factory=list)
    patches: list[str] = field(default_factory=list)
    fixed: Counter[str] = field(default_factory=Counter)
    files: int = 0
    refused: bool = False
    missing: bool = False

    def exit_code(self, options: Options) -> int:
        """A missing file is a usage error; a file that could not be checked counts as a finding."""
        if self.missing:
            return 2
        found = self.patches if options.diff else self.reports
        return 1 if (found or self.refused) and not options.exit_zero else 0


def check(paths: Sequence[str], configs: Configs, options: Options) -> int:
    """Checks the paths, prints, and returns the exit code. Raises ConfigError."""
    outcome = Outcome()
    stdin_changed = False
    for given in inputs(paths, options.stdin_filename, configs):
        if isinstance(given, Refused):
            _refuse(given.name, given.error, outcome)
            outcome.missing = outcome.missing or given.missing
        else:
            _one(given, configs, options, outcome)
            stdin_changed = stdin_changed or (given.stdin and _changes(options))
    # The text of standard input takes the place of the findings on standard output.
    put(_rendered(outcome, options), sys.stderr if stdin_changed else sys.stdout)
    return outcome.exit_code(options)


def _one(given: Input, configs: Configs, options: Options, outcome: Outcome) -> None:
    """Checks one file. A fault of ours costs this file only."""
    try:
        if options.diff or _changes(options):
            outcome.reports.extend(_change(given, configs, options, outcome))
        else:
            outcome.reports.extend(_found(given, configs, options))
        outcome.files += 1
    except Unreadable as error:
        _refuse(given.name, str(error), outcome)
    except Exception as error:
        _refuse(given.name, internal_error(error), outcome)


def _found(given: Input, configs: Configs, options: Options) -> tuple[Report, ...]:
    config = configs.of(Path(given.name))
    # Of the libraries the cache would not see that they are other ones by now.
    cached = options.cached and not given.stdin and options.libraries.python is None
    cache = Cache(config) if cached else None
    remembered = cache.load(given.name, given.text) if cache else None
    if remembered is not None:
        return remembered
    workspace = options.libraries.opened(given, configs)
    found = reports(workspace, given.name)
    if cache:
        imports = tuple(workspace.imported(given.name).asked.values())
        cache.store(given.name, given.text, imports, found)
    return found


def _change(given: Input, configs: Configs, options: Options, outcome: Outcome) -> tuple[Report, ...]:
    """Fixes or ignores what is found: as a patch, on standard output for standard input, or in the file.

    Returns what is left, nothing for a patch."""
    workspace = options.libraries.opened(given, configs)
    fixed = _changed(given.name, workspace, options)
    outcome.fixed.update(fixed.applied)
    if options.diff:
        others = (unified(_there(path, workspace), text, shown(path)) for path, text in fixed.others.items())
        outcome.patches += [patch for patch in (given.patch(fixed.source), *others) if patch]
        return ()
    if given.stdin:
        sys.stdout.buffer.write(given.source.encode(given.content(fixed.source)))
    elif fixed.source != given.text:
        write(Path(given.name), given.source, given.content(fixed.source))
    for path, text in fixed.others.items():
        write(Path(path), read(Path(path)), text)
    notebook = read_notebook(given.content(fixed.source)) if given.notebook else None
    workspace.update(given.name, fixed.source, cells=notebook.cells if notebook else None)
    return reports(workspace, given.name)


def _there(path: str, workspace: Workspace) -> str:
    """The text of a file that another one imports."""
    return workspace.text(path).source


def _changed(name: str, workspace: Workspace, options: Options) -> Fixed:
    if options.add_ignore:
        return workspace.ignore_all(name)
    return workspace.fix_all(name, options.unsafe_fixes)


def _changes(options: Options) -> bool:
    return (options.fix or options.add_ignore) and not options.diff


def _refuse(name: str, reason: str, outcome: Outcome) -> None:
    complain(f"{shown(name)}: {reason}")
    outcome.refused = True


def _rendered(outcome: Outcome, options: Options) -> str:
    if options.diff:
        return "".join(outcome.patches)
    if options.statistics:
        return statistics(outcome.reports, options.output_format)
    found = renderer(options.output_format)(outcome.reports, colour(sys.stdout))
    if options.output_format in ("full", "concise"):
        found += summary(outcome.reports, outcome.files, sum(outcome.fixed.values()), options.add_ignore)
    return found
