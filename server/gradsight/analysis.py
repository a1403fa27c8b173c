"""One module analysed: facts of every expression, the findings of every rule, what backwards reach, and graphs on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gradsight.facts import Facts
from gradsight.findings import Finding, Place
from gradsight.graph import Backwards, Graph
from gradsight.graph.backwards import backwards
from gradsight.graph.build import graph_of
from gradsight.interpret.facts import facts
from gradsight.interpret.memory import Memory
from gradsight.interpret.program import Run, run
from gradsight.rules.context import Context
from gradsight.rules.elsewhere import at_causes, here
from gradsight.rules.registry import find_all
from gradsight.syntax import ALONE, Module, Project

__all__ = ["Analysis", "Memory", "analyse"]


@dataclass(frozen=True)
class Analysis:
    """Findings before suppression and selection, sorted by place.

    `elsewhere` are findings with their place or their cause in another file; `findings` hold them too, where this file leads there.
    `sources` are the texts that were run, by path."""

    findings: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    sources: Mapping[str, Module]
    path: str
    run: Run = field(compare=False, repr=False)

    @cached_property
    def facts(self) -> Facts:
        """Sorted by range; each is made when it is asked for."""
        return facts(self.run, self.path)

    def backwards(self) -> tuple[Backwards, ...]:
        """What each `backward()` reaches, by place."""
        return backwards(self.run, self.path)

    def graph(self, start: int, end: int) -> Graph | None:
        """How the tensor that the expression from `start` to `end` is came about; None if it certainly is no tensor."""
        return graph_of(self.run, Place(self.path, start, end))


def analyse(module: Module, path: str, project: Project = ALONE, memory: Memory | None = None) -> Analysis:
    """Runs the module, with what it imports of the project, and asks every rule.

    With the `memory` of a former version only what an edit can have changed is run."""
    result = run(module, path, project, memory)
    context = Context(result, module, path)
    found = tuple(find_all(context))
    places = result.places
    others = (finding for finding in (*found, *at_causes(found, context)) if finding.place.path != path)
    elsewhere = tuple(places.finding(finding) for finding in others)
    shown = tuple(places.finding(finding) for finding in here(context, found))
    return Analysis(shown, elsewhere, places.modules(), path, result)
