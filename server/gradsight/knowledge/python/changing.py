"""What changes a container in place besides its common methods: `|=` and `*=`, `heapq`, `bisect`, `popitem`, `__setitem__` …"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import FALSE, NONE, TRUE, Choice, Ref, Slice, Tuple, Value, choice
from gradsight.findings import Place
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.python.containers import delete_from, every, extended, set_sequence_item, set_slice
from gradsight.knowledge.python.dicts import dict_of, set_dict_item, updated, without
from gradsight.knowledge.registry import handles

CHANGED_IN_PLACE = {
    "list": ("add", "mul"),
    "deque": ("add", "mul"),
    "set": ("or", "and", "sub", "xor"),
    "dict": ("or",),
}


def loosened(host: Host, id: int, more: Iterable[Value] = ()) -> None:
    """Afterwards a container may hold any of its items and of `more`, in any order."""
    found = host.state.heap.get(id)
    if isinstance(found, Sequence):
        kept = [*every(found), *more]
        rest = choice(kept) if kept else None
        host.state.heap[id] = replace(found, items=(), rest=rest, some=False, whole=False)
    elif isinstance(found, Dict):
        kept = [*(() if found.rest is None else (found.rest,)), *more]
        unsure = frozenset(found.items)
        host.state.heap[id] = replace(found, rest=choice(kept) if kept else None, unsure=unsure)


def changed_in_place(host: Host, name: str, target: Value, operand: Value, place: Place) -> Value | None:
    """`target |= operand` and the like, where the target is a container that keeps its identity; None for what does not."""
    found = host.state.heap.get(target.id) if isinstance(target, Ref) else None
    if not isinstance(target, Ref) or not isinstance(found, Sequence | Dict):
        return None
    if name not in CHANGED_IN_PLACE.get("dict" if isinstance(found, Dict) else found.kind, ()):
        return None
    if isinstance(found, Dict):
        host.state.heap[target.id] = updated(found, dict_of(host, operand))
        return target
    if name == "add":
        host.state.heap[target.id] = extended(found, host.iterate(operand)).within()
        return target
    result = host.binary(name, target, operand, place)
    new = host.state.heap.get(result.id) if isinstance(result, Ref) else None
    if isinstance(new, Sequence):
        changed = replace(found, items=new.items, rest=new.rest, some=new.some, whole=False)
        host.state.heap[target.id] = changed
    else:
        loosened(host, target.id, [result])
    return target


@handles("list.__setitem__", "deque.__setitem__", "dict.__setitem__", "operator.setitem")
def set_item(call: Call) -> Value:
    index, value = call.arg(1, "key") or NONE, call.arg(2, "value") or NONE
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Dict):
            set_dict_item(call.host, id, index, value)
        elif isinstance(found, Sequence) and isinstance(index, Slice):
            call.host.state.heap[id] = set_slice(found, index, call.host.iterate(value))
        elif isinstance(found, Sequence):
            call.host.state.heap[id] = set_sequence_item(found, index, value)
    return NONE


@handles("list.__delitem__", "deque.__delitem__", "dict.__delitem__", "operator.delitem")
def delete_item(call: Call) -> Value:
    index = call.arg(1, "key") or NONE
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Dict):
            call.host.state.heap[id] = without(call.host, found, index)
        elif isinstance(found, Sequence):
            call.host.state.heap[id] = delete_from(found, index)
    return NONE


@handles("set.difference_update", "set.intersection_update", "set.symmetric_difference_update")
def update_set(call: Call) -> Value:
    """Some of the items stay; of two sets, what is in one of them only."""
    given = [call.host.iterate(value) for value in call.args.positional[1:]]
    more = [value for items in given for value in (*items.known, *(() if items.rest is None else (items.rest,)))]
    for id in call.receivers():
        loosened(call.host, id, more if "symmetric" in call.name else ())
    return NONE


@handles("dict.popitem")
def pop_item(call: Call) -> Value:
    """The last pair, or the first of an `OrderedDict`."""
    results: list[Value] = []
    last = call.args.keywords.get("last", (*call.args.positional[1:], TRUE)[0])
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        if found.items and found.rest is None and not found.unsure and last in (TRUE, FALSE):
            at = -1 if last == TRUE else 0
            key, spelled = list(found.items)[at], found.keys[at]
            results.append(Tuple((spelled, found.items[key])))
            kept = {each: value for each, value in found.items.items() if each != key}
            call.host.state.heap[id] = replace(found, items=kept)
            continue
        results.extend(Tuple((call.unknown("a key that is not known"), value)) for value in found.items.values())
        results.extend(() if found.rest is None else (call.unknown("a pair that is not known"),))
        loosened(call.host, id)
    return choice(results) if results else call.unknown("nothing is known to be in it")


@handles("dict.move_to_end")
def move_to_end(call: Call) -> Value:
    """The same pairs in another order: in which one is known where the key is."""
    key = call.host.key(call.arg(1, "key") or NONE)
    last = call.arg(2, "last", TRUE)
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        if key is not None and key in found.items and not found.unsure and found.rest is None and last in (TRUE, FALSE):
            others = {each: value for each, value in found.items.items() if each != key}
            moved = {key: found.items[key]}
            items = {**others, **moved} if last == TRUE else {**moved, **others}
            call.host.state.heap[id] = replace(found, items=items)
        else:
            loosened(call.host, id)
    return NONE


@handles("heapq.heapify", "heapq.heappush", "heapq.heappop", "heapq.heapreplace", "heapq.heappushpop", "bisect.insort",
         "bisect.insort_left", "bisect.insort_right")  # fmt: skip
def ordered(call: Call) -> Value:
    """A list that is kept in an order of its own, with or without one item."""
    given = call.args.positional[1:2] if not call.name.endswith(("heapify", "heappop")) else ()
    results: list[Value] = []
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Sequence) and (found.items or found.rest is not None or given):
            results.extend([*every(found), *given] if "pop" in call.name or "replace" in call.name else [NONE])
            if len(every(found)) + len(given) == 1 and found.rest is None and "pop" not in call.name:
                call.host.state.heap[id] = replace(found, items=(*found.items, *given))
                continue
            loosened(call.host, id, given)
            _certain(call, id, bool(given) and call.name.endswith(("push", "insort", "left", "right")))
    if isinstance(call.receiver, Choice | Ref) and results:
        return choice(results)
    return call.unknown("nothing is known to be in it")


def _certain(call: Call, id: int, some: bool) -> None:
    found = call.host.state.heap[id]
    if some and isinstance(found, Sequence) and isinstance(call.receiver, Ref):
        call.host.state.heap[id] = replace(found, some=True)
