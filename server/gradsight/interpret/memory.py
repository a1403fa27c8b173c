"""What former runs of a program have left for the next one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from gradsight.interpret.frames import Code, Spans
from gradsight.syntax import HOME, Layout, Module

if TYPE_CHECKING:
    from gradsight.interpret.units import Unit

FIRST_SCOPE = 10
"""Ids below are for the scope of the opened module and the like; those from here on for modules that it imports."""


@dataclass(slots=True)
class Memory:
    """Of one program, over its edits. Ids, places and syntax that have not changed are the same in the next run."""

    layouts: dict[str, Layout] = field(default_factory=dict)
    codes: dict[tuple[object, int, str], Code] = field(default_factory=dict)
    units: dict[Hashable, Unit] = field(default_factory=dict)
    scopes: dict[str, int] = field(default_factory=dict)
    """Of imported modules, by name."""
    packages: dict[int, str] = field(default_factory=dict)
    """The package that relative imports in a module start from, by the module's scope."""

    def layout(self, path: str, module: Module) -> Layout:
        """Where the blocks of that text have their homes."""
        before = self.layouts.get(path)
        if before is not None and before.module is module:
            return before
        layout = self.layouts[path] = Layout(module, before)
        if layout.moved:
            self.units.clear()
        homes = {label * HOME for label in layout.labels}
        for key in [key for key in self.codes if key[2] == path and (layout.moved or key[1] not in homes)]:
            del self.codes[key]
        return layout

    def code(self, node: cst.CSTNode, base: int, spans: Spans, path: str) -> Code:
        """The one `Code` of a node."""
        found = self.codes.get((node, base, path))
        if found is None:
            found = self.codes[node, base, path] = Code(node, base, spans, path)
        return found

    def block(self, tree: object, base: int, spans: Spans, path: str) -> Code:
        """The one `Code` of the statements of a whole block."""
        found = self.codes.get((tree, base, path))
        if found is None:
            found = self.codes[tree, base, path] = Code(cst.Pass(), base, spans, path)
        return found

    def scope(self, module: str) -> int:
        """The scope of an imported module: older than every unit, whichever imports it first."""
        return self.scopes.setdefault(module, FIRST_SCOPE + len(self.scopes))

    def keep(self, units: Mapping[Hashable, Unit]) -> None:
        """Only what the last run has used can be of use to the next."""
        self.units = dict(units)
