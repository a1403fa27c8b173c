"""Reads of `.grad` that certainly give None, one for each place, and what kind of tensor is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from gradsight.domain.events import GradRead, GradSeen
from gradsight.findings import Place
from gradsight.rules.context import Context


@dataclass(frozen=True, slots=True)
class Reads:
    """All visits of one `.grad` expression that are bad; `used` is where its None is used, which raises."""

    place: Place
    reads: tuple[GradRead, ...]
    used: Place | None

    @property
    def first(self) -> GradRead:
        return self.reads[0]


def reads(context: Context) -> Iterator[Reads]:
    """Places where `.grad` is None on every visit, or in every later round; those that only ask are left out."""
    found: dict[Place, list[GradRead]] = defaultdict(list)
    seen: dict[Place, list[GradSeen]] = defaultdict(list)
    for read in context.events(GradRead):
        if read.visit.certain:
            found[read.visit.place].append(read)
    for other in context.events(GradSeen):
        if not other.visit.certain:
            continue
        seen[other.visit.place].append(other)
    for place, visits in found.items():
        used = next((read for read in visits if read.used), None)
        bad = [read for read in visits if read.used] if used else visits
        rounds = {read.visit.round for read in bad} - {other.visit.round for other in seen[place]}
        if rounds and place not in context.reported:
            chosen = tuple(read for read in bad if read.visit.round in rounds)
            yield Reads(place, chosen, used.used if used else None)
