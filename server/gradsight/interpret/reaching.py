"""What a backward, and what an optimizer is for: the parameters that get a gradient, and why others get none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from gradsight.domain.events import Backward, Held, Stepped
from gradsight.domain.objects import Optimizer
from gradsight.domain.why import Cut
from gradsight.findings import Place, Step
from gradsight.interpret.program import Run
from gradsight.interpret.telling import names
from gradsight.interpret.words import CUTS

MOST_STEPS = 6


class Reaching:
    """Asks the events of a run. Every answer is a line and its steps; empty where nothing certain can be said."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def backwards(self) -> dict[tuple[str, int], list[Backward]]:
        """The certain backwards by path and where their call begins."""
        result: dict[tuple[str, int], list[Backward]] = {}
        for event in self.run.log.events:
            if isinstance(event, Backward) and event.kind == "backward" and event.visit.certain:
                result.setdefault((event.visit.place.path, event.visit.place.start), []).append(event)
        return result

    @cached_property
    def held(self) -> dict[Place, set[int]]:
        """What optimizers hold, by the place where each was made."""
        result: dict[Place, set[int]] = {}
        made: dict[int, Place] = {}
        for event in self.run.log.events:
            if isinstance(event, Held):
                place = made.setdefault(event.optimizer, event.visit.place)
                result.setdefault(place, set()).update(self.run.log.find(id) for id in event.ids)
        return result

    @cached_property
    def frozen(self) -> dict[int, Place]:
        """Where what an optimizer holds was frozen, as it was when it stepped."""
        return {
            self.run.log.find(id): tensor.frozen
            for event in self.run.log.events
            if isinstance(event, Stepped)
            for group in event.groups
            for id, tensor in group
            if tensor.frozen is not None and not tensor.states.requires_grad
        }

    def of_backward(self, place: Place) -> tuple[str, tuple[Step, ...]]:
        """Of the backward whose call begins at this place."""
        events = self.backwards.get((place.path, place.start), [])
        if not events or any(event.number or not event.root.possible for event in events):
            return "", ()
        every = set().union(*self.held.values()) if self.held else set()
        return self._told(events, every | {id for event in events for id in self._lost(event)}, "this backward gives")

    def of_optimizer(self, found: Optimizer) -> tuple[str, tuple[Step, ...]]:
        """Of an optimizer: which of the tensors that it holds some backward reaches."""
        ids = self.held.get(found.place, set()) if found.place is not None else set()
        events = [event for known in self.backwards.values() for event in known]
        if not ids or not events:
            return "", ()
        line, steps = self._told(events, ids, "backward gives", ids)
        return f"an optimizer of {len(ids)} tensors: {line}", steps

    def _told(
        self, events: Iterable[Backward], every: set[int], who: str, only: set[int] | None = None
    ) -> tuple[str, tuple[Step, ...]]:
        find, events = self.run.log.find, list(events)
        if not self.run.complete or any(event.root.reach.hidden for event in events):
            return "", ()
        reached = {find(id) for event in events for id in event.leaves}
        sure = set.intersection(*({find(id) for id in event.root.reach.must} for event in events)) & reached
        got = sorted(sure if only is None else sure & only)
        perhaps = sorted((reached if only is None else reached & only) - sure)
        missing = sorted(every - reached)
        lost = {find(id): cut for event in events for id, cut in event.root.lost.items()}
        line = f"{who} a gradient to {self._names(got) if got or not perhaps else self._names(perhaps) + ' perhaps'}"
        if got and perhaps:
            line += f", perhaps to {self._names(perhaps)}"
        if missing:
            line += f", and none to {self._names(missing)}"
        return line, tuple(self._why_not(missing, lost))[:MOST_STEPS]

    def _lost(self, event: Backward) -> Iterator[int]:
        return (self.run.log.find(id) for id in event.root.lost)

    def _names(self, ids: list[int]) -> str:
        return names(self._name(id) for id in ids) or "nothing"

    def _name(self, id: int) -> str:
        leaf = self.run.log.leaves.get(id)
        return self.run.log.name(id) or (leaf.name if leaf else "") or "a leaf"

    def _why_not(self, ids: list[int], lost: dict[int, Cut]) -> Iterator[Step]:
        for id in ids:
            leaf, cut = self.run.log.leaves.get(id), lost.get(id)
            if cut is not None:
                yield Step(cut.place, f"`{self._name(id)}` gets none: {CUTS[cut.kind]}")
            elif (frozen := self.frozen.get(id)) is not None:
                yield Step(frozen, f"`{self._name(id)}` gets none: it is frozen here")
            elif leaf is not None:
                yield Step(leaf.why.place, f"`{self._name(id)}` gets none: no root depends on it")
