"""What is told of an expression `x.grad`: None or populated, and which backward makes it so."""

from __future__ import annotations

from functools import cached_property

from gradsight.domain.events import Backward, GradRead, GradSeen
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.findings import Place, Step
from gradsight.interpret.program import Run
from gradsight.interpret.words import CUTS

Told = tuple[str, tuple[Step, ...]]


class Gradients:
    """Asks the events of a run. Every answer is a line and its steps; empty where the place is no `.grad`."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def reads(self) -> dict[Place, list[tuple[int, GradRead | GradSeen]]]:
        """The reads of each place, with their numbers among all events."""
        result: dict[Place, list[tuple[int, GradRead | GradSeen]]] = {}
        for number, event in enumerate(self.run.log.events):
            if isinstance(event, GradRead | GradSeen):
                result.setdefault(event.visit.place, []).append((number, event))
        return result

    def of_populated(self, place: Place, gradient: Tensor) -> Told:
        """Of a `.grad` that certainly is a tensor."""
        found = self.reads.get(place, [])
        if not found or any(isinstance(event, GradRead) for _, event in found):
            return "", ()
        names = list(dict.fromkeys(self.run.log.name(event.id) for _, event in found))
        whose = f"`.grad` of `{names[0]}`" if len(names) == 1 and names[0] else "`.grad`"
        itself = "a tensor that does not require grad itself"
        if gradient.states != Grad.CONSTANT:
            itself = "a tensor that has a graph itself" if gradient.states == Grad.TRACKED else "a tensor"
        fillers = dict.fromkeys(self._filler(number, event.id) for number, event in found)
        steps = tuple(Step(each, "this backward has filled it") for each in fillers if each is not None)
        return f"{whose} is populated: {itself}", steps

    def _filler(self, number: int, id: int) -> Place | None:
        """The last backward before that event that certainly comes to the tensor."""
        me, find = self.run.log.find(id), self.run.log.find
        for event in reversed(self.run.log.events[:number]):
            if isinstance(event, Backward) and event.kind == "backward" and me in map(find, event.root.reach.must):
                return event.visit.place
        return None

    def of_none(self, place: Place) -> tuple[Step, ...]:
        """Of a `.grad` that certainly is None, though a backward has run: where the way back to the tensor ends."""
        found = [(number, event) for number, event in self.reads.get(place, []) if isinstance(event, GradRead)]
        steps: dict[Place, Step] = {}
        for number, event in found:
            before = [e for e in self.run.log.events[:number] if isinstance(e, Backward) and e.kind == "backward"]
            me = self.run.log.find(event.id)
            if not before or event.tensor.zeroed is not None or event.tensor.states != Grad.LEAF:
                continue
            lost = {self.run.log.find(id): cut for id, cut in before[-1].root.lost.items()}
            if me in lost:
                steps[lost[me].place] = Step(lost[me].place, f"the way back ends: {CUTS[lost[me].kind]}")
            back = before[-1].visit.place
            steps[back] = Step(back, "this backward does not come to it")
        return tuple(steps.values())
