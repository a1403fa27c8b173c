"""Sets: of items that are equal, they hold one."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Sequence, is_summary
from gradsight.domain.values import NONE, Ref, Value, choice
from gradsight.domain.walk import refs
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles


def as_set(host: Host, found: Sequence) -> Sequence:
    """The set of these items. What may be equal to another one may be there or not."""
    if len(found.items) + (found.rest is not None) < 2:
        return replace(found, kind="set")
    known: dict[Value, Value] = {}
    more: list[Value] = []
    for value in found.items:
        key = host.key(value)
        if key is None or (key in known and any(is_summary(host.state.heap.get(id)) for id in refs(key))):
            more.append(value)
        else:
            known.setdefault(key, value)
    if not more:
        return replace(found, kind="set", items=tuple(known.values()))
    rest = choice([*more, *(() if found.rest is None else (found.rest,))])
    return replace(found, kind="set", items=tuple(known.values()), rest=rest, some=found.some or not known, whole=False)


@handles("set.add")
def add(call: Call) -> Value:
    host, value = call.host, call.arg(1, "item") or NONE
    for id in call.receivers():
        found = host.state.heap[id]
        assert isinstance(found, Sequence)
        if isinstance(call.receiver, Ref):
            added = replace(found, items=(*found.items, value))
        else:
            added = replace(found, rest=value if found.rest is None else choice([found.rest, value]), whole=False)
        host.state.heap[id] = as_set(host, added)
    return NONE
