"""One module analysed: facts of every expression, the findings of every rule, what backwards reach, and graphs on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradsight.findings import Fact, Finding, Place
from gradsight.graph import Backwards, Graph
from gradsight.graph.backwards import backwards
from gradsight.graph.build import graph_of
from gradsight.interpret.facts import facts
from gradsight.interpret.program import Run, run
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
    elsewhere: tuple[Finding, ...]
    sources: Mapping[str, Module]
    path: str
    run: Run = field(compare=False, repr=False)

    def backwards(self) -> tuple[Backwards, ...]:
        """What each `backward()` reaches, by place."""
        return backwards(self.run, self.path)

    def graph(self, start: int, end: int) -> Graph | None:
        """How the tensor that the expression from `start` to `end` is came about; None if it certainly is no tensor."""
        return graph_of(self.run, Place(self.path, start, end))


def analyse(module: Module, path: str, project: Project = ALONE) -> Analysis:
    """Runs the module, with what it imports of the project, and asks every rule."""
    result = run(module, path, project)
    context = Context(result, module, path)
    found = tuple(find_all(context))
    elsewhere = tuple(finding for finding in found if finding.place.path != path)
    return Analysis(facts(result, path), here(context, found), elsewhere, result.machine.imports.texts, path, result)
