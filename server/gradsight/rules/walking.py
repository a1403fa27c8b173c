"""Backwards that walk over a graph which an earlier one has freed: one mechanism for the rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from gradsight.domain.events import Fault
from gradsight.domain.why import Why, history
from gradsight.findings import Place
from gradsight.rules.context import Context
from gradsight.rules.looping import innermost_loop

RAISES = "Trying to backward through the graph a second time"
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Second:
    """A backward at `place` that raises, since the one at `first` has freed the graph of the tensor in `fault`.

    These places are in the text; that of the fault is as the run knows it.
    """

    fault: Fault
    place: Place
    first: Place
    loop: Place | None
    """The loop around the backward, if both are the same statement."""
    carried: bool
    """Whether the tensor was made in an earlier round of that loop."""

    def name(self, context: Context) -> str:
        """What the program calls the tensor that both walks go through; empty if nothing."""
        return self.fault.text or context.name(next(iter(self.fault.ids)), "")


def second_walks(context: Context) -> Iterator[Second]:
    """One for each backward that certainly walks over a freed graph: the first time it runs it may well be right."""
    for fault in {f.visit.place: f for f in context.certain_faults("graph-freed")}.values():
        if fault.tensor is None or fault.other is None or context.explained & set(map(context.find, fault.ids)):
            continue
        real = context.run.places.real
        place, first = real(fault.visit.place), real(fault.other)
        loop = innermost_loop(context.editor(place), place) if first == place else None
        made = real(fault.tensor.statement or fault.tensor.why.place)
        inside = loop is not None and made.path == loop.path and loop.start <= made.start < loop.end
        elsewhere = loop is not None and not inside and _in_a_function(context, made)
        yield Second(fault, place, first, loop, inside or elsewhere)


def _in_a_function(context: Context, made: Place) -> bool:
    """Whether a tensor that is not made in the loop's own lines is made by a function, which the loop calls."""
    found = context.editor(made).at(made)
    return found is not None and found.nearest(cst.FunctionDef) is not None


def behind(why: Why) -> Iterator[Place]:
    """Where a value was computed, and what it was computed from."""
    return (each.place for each in history((why,), DEEPEST))
