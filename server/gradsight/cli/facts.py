"""`gradsight facts`: what is known of every expression, as JSON. Lines and columns count from 0."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gradsight.cli import complain, internal_error
from gradsight.cli.inputs import Input, Refused, inputs
from gradsight.cli.libraries import NO_LIBRARIES, Libraries
from gradsight.cli.output import shown
from gradsight.config_files import Configs
from gradsight.findings import Fact, Finding, Place
from gradsight.service import Workspace

VERSION = 1


def facts(
    paths: Sequence[str], stdin_filename: str, configs: Configs, libraries: Libraries = NO_LIBRARIES
) -> tuple[str, int]:
    """The JSON text, where an unreadable file is an entry with "error"; the exit code: 2 if a file does not exist."""
    files, missing = [], False
    for given in inputs(paths, stdin_filename, configs):
        files.append(_entry(given, configs, libraries))
        missing = missing or (isinstance(given, Refused) and given.missing)
    document = {"version": VERSION, "files": files}
    return msgspec.json.encode(document).decode() + "\n", 2 if missing else 0


def _entry(given: Input | Refused, configs: Configs, libraries: Libraries) -> dict[str, object]:
    if isinstance(given, Refused):
        return _failed(given.name, given.error)
    try:
        workspace = libraries.opened(given, configs)
        return {
            "path": shown(given.name),
            "facts": [_fact(workspace, given.name, fact) for fact in workspace.facts(given.name)],
            "diagnostics": [_diagnostic(workspace, finding) for finding in workspace.findings(given.name)],
        }
    except Exception as error:
        return _failed(given.name, internal_error(error))


def _failed(name: str, error: str) -> dict[str, object]:
    complain(f"{shown(name)}: {error}")
    return {"path": shown(name), "error": error, "facts": [], "diagnostics": []}


def _fact(workspace: Workspace, path: str, fact: Fact) -> dict[str, object]:
    return {
        **_range(workspace, Place(path, fact.start, fact.end)),
        "kind": fact.kind,
        "states": fact.states,
        "requires_grad": fact.requires_grad,
        "is_leaf": fact.is_leaf,
        "retains_grad": fact.retains_grad,
        "grad": fact.grad,
        "cause": fact.cause,
    }


def _diagnostic(workspace: Workspace, finding: Finding) -> dict[str, object]:
    return {
        **_range(workspace, finding.place),
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "cause": _place(workspace, finding.cause) if finding.cause else None,
        "related": [{**_place(workspace, step.place), "message": step.message} for step in finding.steps],
    }


def _place(workspace: Workspace, place: Place) -> dict[str, object]:
    return {"path": shown(place.path), **_range(workspace, place)}


def _range(workspace: Workspace, place: Place) -> dict[str, object]:
    at = workspace.locate(place)
    span = [at.line, at.column, at.end_line, at.end_column]
    return {"range": span} if at.cell is None else {"cell": at.cell, "range": span}
