"""A stand-in for the engine, so that the service is tested by itself: names such as `bad` are findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gradsight.facts import Facts
from gradsight.findings import Edit, Fact, Finding, Fix, Place, Step
from gradsight.service import Workspace
from gradsight.syntax import Module

PATH = "/project/train.py"


@dataclass(frozen=True)
class StandInAnalysis:
    facts: Facts
    findings: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...] = ()
    sources: Mapping[str, Module] = field(default_factory=dict)


def analyse(module: Module, path: str, _project: object, _past: object) -> StandInAnalysis:
    names = list(re.finditer(r"(?<!\[)\b(bad|worse|twin|broken)\b(?!\])", module.text.source))
    return StandInAnalysis(Facts.of(_fact(n, path) for n in names), tuple(_finding(n, path) for n in names))


def workspace(source: str, path: str = PATH) -> Workspace:
    held = Workspace(analyse=analyse)  # type: ignore[arg-type]  # The stand-in has the shape of an Analysis.
    held.update(path, source)
    return held


def _fact(name: re.Match[str], path: str) -> Fact:
    reason = Step(Place(path, *name.span()), "made here")
    return Fact(
        *name.span(), "tensor", ("tracked",), True, False, False, "none", "non-leaf", "tracked", (reason,), "retain it"
    )


def _finding(name: re.Match[str], path: str) -> Finding:
    place = Place(path, *name.span())
    fixes = {
        "bad": (
            Fix("Use good", (Edit(place, "good"),), "safe", preferred=True),
            Fix("Use fair", (Edit(place, "fair"),), "unsafe"),
        ),
        "worse": (
            Fix("Add a line", (Edit(Place(path, place.end, place.end), "\nadded"), Edit(place, "fair")), "unsafe"),
        ),
        "twin": (Fix("Use both", (Edit(Place(path, 0, 3), "new"), Edit(place, "done")), "safe"),),
        "broken": (Fix("Break it", (Edit(place, "((("),), "safe"),),
    }[name[0]]
    rule, code = {"bad": ("non-leaf-grad", "GS101")}.get(name[0], ("backward-on-constant", "GS201"))
    return Finding(rule, code, "warning", f"`{name[0]}` is found", place, (Step(place, "made here"),), fixes)
