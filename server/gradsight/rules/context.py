"""What a run has learnt, in the form in which rules ask for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from gradsight.domain.events import (
    Backward,
    Event,
    Fault,
    FaultKind,
    Fine,
    GradRead,
    GradSeen,
    Held,
    Replaced,
    Wanted,
    Written,
)
from gradsight.edits import Editor
from gradsight.findings import Place
from gradsight.interpret.program import Run
from gradsight.interpret.recorder import Seen
from gradsight.syntax import Module, parse

if TYPE_CHECKING:
    from gradsight.rules.training import Training

EventT = TypeVar("EventT", bound=Event)


class Context:
    """A run seen as events by place. Ids are those that stand for the same tensor in the end."""

    def __init__(self, run: Run, module: Module, path: str) -> None:
        self.run, self.module, self.path = run, module, path
        self.reported: set[Place] = set()
        """Causes that a finding has named already: one cause gives one finding."""
        self.trainings: list[Training] | None = None
        """Found once, see `training.py`."""
        self.explained: frozenset[int] = frozenset()
        """Leaves of which a finding has said already why they get no gradient."""

    def source(self, place: Place) -> str:
        """The program's own text there, in whichever file."""
        return self.run.places.text(place)

    def editor(self, place: Place) -> Editor:
        """Edits of the file that the place is in."""
        module = self.run.places.module(place.path)
        if module is None or place.path == self.path:
            return Editor(self.run.places, self.module, self.path)
        return Editor(self.run.places, parse(module.text.source), place.path)

    def line(self, place: Place) -> str:
        """ "line 4", with the file's name if it is another one."""
        line = self.editor(place).module.text.position(self.run.places.real(place).start)[0] + 1
        name = re.split(r"[/\\]", place.path)[-1]
        return f"line {line}" if place.path == self.path else f"{name}, line {line}"

    def seen(self, place: Place) -> list[Seen]:
        """What the expression at a place was seen to be; empty if it was not reached."""
        home = self.run.places.home(place)
        return self.run.sightings.seen((home.path, home.start, home.end))

    def find(self, id: int) -> int:
        return self._stands.get(id, id)

    def find_all(self, ids: Iterable[int]) -> frozenset[int]:
        """The same of several."""
        ids = frozenset(ids)
        stands = self._stands
        return ids if ids.isdisjoint(stands) else frozenset(stands.get(id, id) for id in ids)

    def found_in(self, sets: Iterable[Iterable[int]]) -> frozenset[int]:
        """The same of all in any of the sets."""
        return self.find_all(set().union(*sets))

    @cached_property
    def _stands(self) -> dict[int, int]:
        """The ids that another stands for."""
        return {id: self.run.log.find(id) for id in self.run.log.same}

    def name(self, id: int, otherwise: str = "a leaf") -> str:
        """What the program calls a tensor."""
        return self.run.log.name(id) or otherwise

    @cached_property
    def sites(self) -> dict[Place, Place]:
        """For the places of events in other files: the statement of the opened file that first led there."""
        result: dict[Place, Place] = {}
        for event in self.run.log.events:
            if event.visit.site is not None:
                result.setdefault(event.visit.place, event.visit.site)
        return result

    @cached_property
    def by_kind(self) -> dict[type, list[Event]]:
        result: dict[type, list[Event]] = defaultdict(list)
        for event in self.run.log.events:
            result[type(event)].append(event)
        return result

    def events(self, kind: type[EventT]) -> list[EventT]:
        return self.by_kind.get(kind, [])  # type: ignore[return-value]

    def faults(self, kind: FaultKind) -> Iterator[tuple[Fault, bool]]:
        """One fault a place, and whether it holds on every visit of the place, or of all later rounds."""
        faults: dict[Place, list[Fault]] = defaultdict(list)
        for fault in self.events(Fault):
            if fault.kind == kind:
                faults[fault.visit.place].append(fault)
        for place, found in faults.items():
            yield found[0], self.always(found, self._fine[kind, place])

    @cached_property
    def _fine(self) -> dict[tuple[FaultKind, Place], list[Fine]]:
        result: dict[tuple[FaultKind, Place], list[Fine]] = defaultdict(list)
        for event in self.events(Fine):
            result[event.kind, event.visit.place].append(event)
        return result

    def certain_faults(self, kind: FaultKind) -> Iterator[Fault]:
        """Every time that it happened on a path that certainly comes there, whatever happened at other visits."""
        return (fault for fault in self.events(Fault) if fault.kind == kind and fault.visit.certain)

    def always(self, bad: Iterable[Event], good: Iterable[Event]) -> bool:
        """Whether every first visit, or every later one, is bad. What only would be after an error does not count."""
        bad, good = [event for event in bad if not event.visit.option], list(good)
        if any(event.visit.certain for event in (*bad, *good)):
            bad = [event for event in bad if event.visit.certain]
            good = [event for event in good if event.visit.certain]
        return bool({event.visit.round for event in bad} - {event.visit.round for event in good})

    # Evidence of intent

    @cached_property
    def trusted_backwards(self) -> list[Backward]:
        """Backwards that certainly run as far as the program was followed."""
        return [event for event in self.events(Backward) if event.visit.certain and not event.number]

    @cached_property
    def live(self) -> frozenset[int]:
        """Leaves that some backward, anywhere in the run, gives a gradient that is not zero everywhere.

        `autograd.grad` gives one to its inputs only.
        """
        inputs: dict[Place, set[int]] = defaultdict(set)
        for wanted in self.events(Wanted):
            if wanted.how == "input":
                inputs[wanted.visit.place] |= self.find_all(wanted.ids)
        result: set[int] = set()
        for event in self.events(Backward):
            given = self.find_all(event.root.reach.live)
            result |= given & inputs[event.visit.place] if event.kind == "grad" else given
        return frozenset(result)

    @cached_property
    def reached(self) -> frozenset[int]:
        """Leaves that some backward comes to at all."""
        return self.found_in(event.root.reach.may for event in self.events(Backward))

    @cached_property
    def certainly_reached(self) -> frozenset[int]:
        """Tensors that a backward that certainly runs certainly comes to."""
        return self.found_in(event.root.reach.must for event in self.trusted_backwards)

    @cached_property
    def lost(self) -> frozenset[int]:
        """Leaves that lie behind a cut before some backward."""
        return self.found_in(event.root.lost for event in self.events(Backward))

    @property
    def accounted(self) -> frozenset[int]:
        """Leaves that some loss depends on, that lie behind a cut, or that the program keeps itself."""
        return self.reached | self.lost | self.kept | self.explained

    @cached_property
    def replaced(self) -> frozenset[int]:
        """Parameters in whose place a module got others."""
        return self.found_in(event.old for event in self.events(Replaced))

    @cached_property
    def kept(self) -> frozenset[int]:
        """Leaves whose values the program keeps itself, though an optimizer may hold them: replaced, or written while it trains."""
        first = next((index for index, event in enumerate(self.run.log.events) if isinstance(event, Backward)), None)
        later = self.run.log.events[first:] if first is not None else []
        return self.replaced | self.found_in(event.ids for event in later if isinstance(event, Written))

    @cached_property
    def hidden(self) -> bool:
        """Whether a backward may have come to any leaf: through code that is not known, or where the run stopped short."""
        return not self.run.complete or any(event.root.reach.hidden for event in self.events(Backward))

    @cached_property
    def wanted(self) -> dict[int, Wanted | GradRead]:
        """Leaves whose gradient is plainly wanted, with the event that shows it."""
        result: dict[int, Wanted | GradRead] = {}
        probes = {event.visit.place for event in self.events(GradSeen)}
        for event in self.events(Wanted):
            for id in event.ids:
                if event.how != "step" or self.find(id) not in self.kept:
                    result.setdefault(self.find(id), event)
        for read in self.events(GradRead):
            if read.visit.place not in probes or read.used:
                result.setdefault(self.find(read.id), read)
        return result

    @cached_property
    def by_hand(self) -> frozenset[int]:
        """Leaves whose gradient the program itself takes: it reads `.grad`, or asks `autograd.grad` for it."""
        read = {self.find(event.id) for event in self.events(GradRead)}
        read |= {self.find(event.id) for event in self.events(GradSeen)}
        asked = self.found_in(event.ids for event in self.events(Wanted) if event.how != "step")
        return frozenset(read | asked)

    @cached_property
    def held(self) -> frozenset[int]:
        """Leaves that some optimizer was given."""
        return self.found_in(event.ids for event in self.events(Held))
