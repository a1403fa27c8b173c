"""Python's own random choices out of a sequence."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Sequence
from gradsight.domain.values import NONE, Ref, Value, choice
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles


def _any_of(call: Call) -> Value | None:
    """One of the items of the first argument; None if there is none."""
    items = call.host.iterate(call.arg(0, "seq") or call.arg(0, "population") or NONE)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    return choice(every) if every else None


@handles("random.choice")
def one(call: Call) -> Value:
    return _any_of(call) or call.unknown("there is nothing to choose from")


@handles("random.choices", "random.sample")
def several(call: Call) -> Value:
    return call.host.new(Sequence("list", (), _any_of(call)))


@handles("random.shuffle")
def shuffle(call: Call) -> Value:
    """The same items, each at any place."""
    target, item = call.arg(0, "x"), _any_of(call)
    found = call.host.state.heap.get(target.id) if isinstance(target, Ref) else None
    if isinstance(target, Ref) and isinstance(found, Sequence) and len(found.items) != 1:
        changed = replace(found, items=(), rest=item, some=found.certain)
        call.host.state.heap[target.id] = changed
    return NONE
