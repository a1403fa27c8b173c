"""What a run has found of the project around the opened file."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradsight.syntax import Module, Source

STEPS_IMPORTED = 60_000
"""Expressions and statements that all imported modules together may take while they are imported."""


@dataclass(slots=True)
class Imports:
    """What one run has found of the project. The modules that a path has imported are names of the scope `modules`."""

    modules: int
    texts: dict[str, Module]
    """Every file that was run, by path."""
    sources: dict[str, Source | None] = field(default_factory=dict)
    scopes: dict[str, int] = field(default_factory=dict)
    packages: dict[int, str] = field(default_factory=dict)
    """The package that relative imports in a module start from, by the module's scope."""
    steps: int = STEPS_IMPORTED
