"""One module analysed: facts of every expression, and the findings of every rule."""

from __future__ import annotations

from dataclasses import dataclass

from gradsight.findings import Fact, Finding
from gradsight.interpret.facts import facts
from gradsight.interpret.program import run
from gradsight.rules.context import Context
from gradsight.rules.registry import find_all
from gradsight.syntax import Module


@dataclass(frozen=True, slots=True)
class Analysis:
    """Facts sorted by range; findings before suppression and selection, sorted by place."""

    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...]


def analyse(module: Module, path: str) -> Analysis:
    """Runs the module and asks every rule."""
    result = run(module, path)
    found = tuple(find_all(Context(result, module, path)))
    return Analysis(facts(result, path), found)
