"""What a run has found of the project around the opened file."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradsight.syntax import Layout, Module, Source

STEPS_IMPORTED = 30_000
"""Expressions and statements that all imported modules together may take while they are imported."""
MODULE_SCOPE = 1
"""The scope of the opened file."""
MODULES = 2
"""The scope whose names are the modules that a path has imported."""

STEPS_OPEN = 40_000
"""The steps that the functions of the opened file that nobody calls share, if it imports files of the project."""
LEAST_OPEN = 500


@dataclass(slots=True)
class Imports:
    """What one run has found of the project."""

    texts: dict[str, Module] = field(default_factory=dict)
    """Every file that was run, by path."""
    layouts: dict[str, Layout] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    steps: int = STEPS_IMPORTED
    open_steps: int = STEPS_OPEN

    def share(self, most: int) -> int:
        """The steps for the next function that nobody calls. Where it may call into other files, many such functions
        would take long: the more is spent, the less there is for each."""
        return most if len(self.texts) == 1 else min(most, max(LEAST_OPEN, self.open_steps // 4))


def same_source(one: Source | None, other: Source | None) -> bool:
    """Whether an import finds the same."""
    if one is None or other is None:
        return one is other
    about = [(s.name, s.path, s.package, s.problem, s.module and s.module.text.source) for s in (one, other)]
    return about[0] == about[1]
