"""What a module holds and `parameters()` does not list, where an optimizer got that list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gradsight.domain.events import Enumerated, Fault, Held
from gradsight.domain.reach import Ids
from gradsight.rules.context import Context


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Leaves that an attribute hides, where it was assigned, and the optimizer that does not get them."""

    fault: Fault
    ids: Ids
    optimizer: Held


def unregistered(context: Context) -> Iterator[Unregistered]:
    """One for each attribute whose leaves no optimizer holds; containers and tensors alike."""
    for event in context.events(Enumerated):
        optimizer = _optimizer(context, event)
        for owner, name, ids in event.hidden:
            fault = _assigned(context, owner, name)
            if optimizer is None or fault is None or any(context.find(id) in context.held for id in ids):
                continue
            if fault.visit.place not in context.reported:
                yield Unregistered(fault, ids, optimizer)


def _optimizer(context: Context, event: Enumerated) -> Held | None:
    """The optimizer that got what was listed."""
    ids = {context.find(id) for id in event.ids}
    for held in context.events(Held):
        inside = held.statement.start <= event.visit.place.start and event.visit.place.end <= held.statement.end
        if inside or ids & {context.find(id) for id in held.ids}:
            return held
    return None


def _assigned(context: Context, owner: int, name: str) -> Fault | None:
    """Where it became an attribute."""
    for fault in context.events(Fault):
        here = fault.kind == "unregistered" and fault.text == name and fault.owner is not None
        if here and fault.owner is not None and context.find(fault.owner) == context.find(owner):
            return fault
    return None
