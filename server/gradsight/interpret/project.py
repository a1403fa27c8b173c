"""What a run has found of the project around the opened file."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradsight.syntax import Layout, Module, Source

STEPS_IMPORTED = 60_000
"""Expressions and statements that all imported modules together may take while they are imported."""
MODULE_SCOPE = 1
"""The scope of the opened file."""
MODULES = 2
"""The scope whose names are the modules that a path has imported."""


@dataclass(slots=True)
class Imports:
    """What one run has found of the project."""

    texts: dict[str, Module] = field(default_factory=dict)
    """Every file that was run, by path."""
    layouts: dict[str, Layout] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    steps: int = STEPS_IMPORTED


def same_source(one: Source | None, other: Source | None) -> bool:
    """Whether an import finds the same."""
    if one is None or other is None:
        return one is other
    about = [(s.name, s.path, s.package, s.problem, s.module and s.module.text.source) for s in (one, other)]
    return about[0] == about[1]
