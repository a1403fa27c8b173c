"""One module analysed: facts of every expression, and the findings of every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradsight.findings import Fact, Finding
from gradsight.interpret.facts import facts
from gradsight.interpret.program import run
from gradsight.rules.context import Context
from gradsight.rules.elsewhere import here
from gradsight.rules.registry import find_all
from gradsight.syntax import ALONE, Module, Project


@dataclass(frozen=True, slots=True)
class Analysis:
    """Facts sorted by range; findings before suppression and selection, sorted by place.

    `elsewhere` are findings with their place in another file; `findings` hold them too, where this file leads there.
    `sources` are the texts that were run, by path."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...] = ()
    sources: Mapping[str, Module] = field(default_factory=dict)


def analyse(module: Module, path: str, project: Project = ALONE) -> Analysis:
    """Runs the module, with what it imports of the project, and asks every rule."""
    result = run(module, path, project)
    context = Context(result, module, path)
    found = tuple(find_all(context))
    elsewhere = tuple(finding for finding in found if finding.place.path != path)
    return Analysis(facts(result, path), here(context, found), elsewhere, result.machine.imports.texts)
