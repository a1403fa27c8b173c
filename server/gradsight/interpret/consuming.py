"""What a loop leaves in the iterator that it runs over: after `break` the rest, at its end nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradsight.domain.objects import Object, Sequence
from gradsight.domain.values import Ref, Value, choice
from gradsight.interpret.machine import Machine

MOST_COUNTED = 64


@dataclass(slots=True)
class Consumed:
    """An iterator with a name of its own, `found` as it was before the loop, of which `taken` items are used up."""

    id: int
    found: Sequence
    taken: int = 0
    left: Object | None = None

    def take(self, machine: Machine, item: Value) -> Value:
        """Begins a round with `item`; answers it, or any item if the round before has taken some itself."""
        heap, found = machine.state.heap, self.found
        every = [*found.items, *(() if found.rest is None else (found.rest,))]
        counted = found.rest is None and len(found.items) <= MOST_COUNTED
        if self.taken and heap.get(self.id) is not self.left:
            counted, item = False, choice(every)
        self.taken += 1
        items = found.items[self.taken :] if counted else ()
        self.left = replace(found, items=items, rest=None if counted else choice(every), some=False, whole=False)
        heap[self.id] = self.left
        return item

    def end(self, machine: Machine) -> None:
        """After the last round."""
        if not machine.state.dead:
            machine.state.heap[self.id] = replace(self.found, items=(), some=False)


def consumed(machine: Machine, value: Value) -> Consumed | None:
    """How a loop uses up an iterator; None for what can be iterated over again."""
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Sequence) and found.kind == "iterator":
        return Consumed(value.id, found)
    return None
