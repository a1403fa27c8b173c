"""From the homes of a run to the offsets of the texts: the way out of the analysis for every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradsight.findings import Edit, Fact, Finding, Fix, Place, Step
from gradsight.syntax import Layout, Module


class Places:
    """Where things are in the texts of a run, by path. A place that is in the text already stays as it is."""

    def __init__(self, layouts: Mapping[str, Layout]) -> None:
        self._layouts = layouts

    def module(self, path: str) -> Module | None:
        """The text of that path, if it was run."""
        layout = self._layouts.get(path)
        return None if layout is None else layout.module

    def modules(self) -> Mapping[str, Module]:
        return {path: layout.module for path, layout in self._layouts.items()}

    def real(self, place: Place) -> Place:
        layout = self._layouts.get(place.path)
        return place if layout is None else Place(place.path, layout.offset(place.start), layout.offset(place.end))

    def home(self, place: Place) -> Place:
        """The same place as the run knows it."""
        layout = self._layouts.get(place.path)
        return place if layout is None else Place(place.path, *layout.home_of(place.start, place.end))

    def text(self, place: Place) -> str:
        """What stands there; empty where the text is not known."""
        layout = self._layouts.get(place.path)
        return "" if layout is None else layout.text(place.start, place.end)

    def step(self, step: Step) -> Step:
        return Step(self.real(step.place), step.message)

    def fact(self, known: Fact) -> Fact:
        if not known.reasons and known.cut is None:
            return known
        cut = None if known.cut is None else self.real(known.cut)
        return replace(known, reasons=tuple(map(self.step, known.reasons)), cut=cut)

    def finding(self, found: Finding) -> Finding:
        return replace(
            found,
            place=self.real(found.place),
            steps=tuple(map(self.step, found.steps)),
            fixes=tuple(map(self._fix, found.fixes)),
        )

    def _fix(self, fix: Fix) -> Fix:
        return replace(fix, edits=tuple(Edit(self.real(edit.place), edit.text) for edit in fix.edits))
