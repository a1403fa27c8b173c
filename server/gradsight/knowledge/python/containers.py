"""Lists, sets, dicts and strings: their items and their methods."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Sequence, is_summary
from gradsight.domain.values import (
    NONE,
    Choice,
    Literal,
    Plain,
    Ref,
    Slice,
    Unknown,
    Value,
    choice,
    known_slice,
)
from gradsight.domain.walk import refs
from gradsight.domain.why import Why
from gradsight.knowledge.host import Call, Host, Items
from gradsight.knowledge.python.iterables import ask_key
from gradsight.knowledge.python.sets import as_set
from gradsight.knowledge.registry import handles


def every(found: Sequence) -> list[Value]:
    """All items, known or not."""
    return [*found.items, *(() if found.rest is None else (found.rest,))]


def sequence_item(host: Host, found: Sequence, index: Value) -> Value:
    """`list[index]`."""
    match index:
        case Literal(int() as at) if found.rest is None and -len(found.items) <= at < len(found.items):
            return found.items[at]
        case Literal(int() as at) if 0 <= at < len(found.items):
            return found.items[at]
        case Slice():
            part = known_slice(index)
            if part is not None and found.rest is None:
                return host.new(replace(found, items=found.items[part]))
            return host.new(Sequence(found.kind, (), choice(every(found)) if every(found) else None))
    return choice(every(found)) if every(found) else Unknown(Why(host.statement, "nothing is known to be in the list"))


def set_sequence_item(found: Sequence, index: Value, value: Value) -> Sequence:
    """After `list[index] = value`."""
    items = list(found.items)
    if (
        isinstance(index, Literal)
        and isinstance(index.value, int)
        and -len(items) <= index.value < len(items)
        and found.rest is None
    ):
        items[index.value] = value
        return replace(found, items=tuple(items))
    rest = found.rest if found.rest is None else choice([found.rest, value])
    return replace(found, items=tuple(choice([item, value]) for item in items), rest=rest, whole=False)


def set_slice(found: Sequence, index: Slice, items: Items) -> Sequence:
    """After `list[a:b] = items`."""
    part = known_slice(index)
    if part is not None and found.rest is None and items.rest is None:
        kept = list(found.items)
        try:
            kept[part] = items.known
        except ValueError:  # of another length, with a step: Python raises
            return found
        return replace(found, items=tuple(kept))
    more = choice([*every(found), *items.known, *(() if items.rest is None else (items.rest,))] or [NONE])
    return Sequence(found.kind, (), more)


def delete_from(found: Sequence, index: Value) -> Sequence:
    """After `del list[index]`."""
    at = index.value if isinstance(index, Literal) else known_slice(index) if isinstance(index, Slice) else None
    items = list(found.items)
    if found.rest is None and (isinstance(at, slice) or (isinstance(at, int) and -len(items) <= at < len(items))):
        del items[at]
        return replace(found, items=tuple(items))
    return Sequence(found.kind, (), choice(every(found)) if every(found) else None, most=found.most)


@handles("list.append", "list.add", "deque.append", "list.appendleft", "deque.appendleft", "iterator.append")
def append(call: Call) -> Value:
    value = call.arg(1, "item") or NONE
    sure = isinstance(call.receiver, Ref)
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Sequence):
            if found.rest is None and sure:
                left = call.name.endswith("left")
                items = (value, *found.items) if left else (*found.items, value)
                call.host.state.heap[id] = replace(found, items=items).within(left)
            else:
                rest = value if found.rest is None else choice([found.rest, value])
                whole = sure and found.has_all and not _stand_for_many(call.host, value) and found.most is None
                more = replace(found, rest=rest, some=found.some or sure, whole=whole)
                call.host.state.heap[id] = more.within()
    return NONE


def _stand_for_many(host: Host, value: Value) -> bool:
    """Whether a value is, or may be, any of many objects."""
    return isinstance(value, Choice) or any(is_summary(host.state.heap.get(id)) for id in refs(value))


@handles("deque.extendleft")
def extend_left(call: Call) -> Value:
    """What is put in front, one item after the other, so that the last comes first."""
    more = call.host.iterate(call.args.positional[-1])
    front = (
        Sequence("deque", more.known[::-1])
        if more.rest is None
        else Sequence("deque", (), choice([*more.known, more.rest]))
    )
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Sequence)
        items = Items(found.items, found.rest, found.some)
        more_than_before = replace(extended(front, items), own=found.own, whole=False, most=found.most)
        call.host.state.heap[id] = more_than_before.within(left=True)
    return NONE


@handles("list.extend", "set.update", "deque.extend", "list.insert", "deque.insert")
def extend(call: Call) -> Value:
    value = call.args.positional[-1]
    items = call.host.iterate(value) if not call.name.endswith("insert") else None
    for id in call.receivers():
        found = call.host.state.heap[id]
        if not isinstance(found, Sequence):
            continue
        if items is None:
            _insert(call, id, found, value)
        else:
            more = extended(found, items).within()
            call.host.state.heap[id] = as_set(call.host, more) if found.kind == "set" else more
    return NONE


def extended(found: Sequence, items: Items) -> Sequence:
    """The sequence with more items at its end."""
    if found.rest is None:
        return replace(found, items=(*found.items, *items.known), rest=items.rest, some=items.some, whole=items.whole)
    rest = choice([found.rest, *items.known, *(() if items.rest is None else (items.rest,))])
    whole = found.whole and (items.rest is None or items.whole)
    return replace(found, rest=rest, some=found.some or items.certain, whole=whole)


def _insert(call: Call, id: int, found: Sequence, value: Value) -> None:
    at = call.args.positional[1] if len(call.args.positional) == 3 else None
    if (
        isinstance(at, Literal)
        and isinstance(at.value, int)
        and found.rest is None
        and 0 <= at.value <= len(found.items)
    ):
        items = (*found.items[: at.value], value, *found.items[at.value :])
        call.host.state.heap[id] = replace(found, items=items)
    else:
        call.host.state.heap[id] = Sequence(found.kind, (), choice([*every(found), value]), True, most=found.most)


@handles("list.pop", "deque.pop", "deque.popleft", "list.popleft", "set.pop")
def pop(call: Call) -> Value:
    results: list[Value] = []
    at = call.arg(1, "index")
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Sequence)
        index = 0 if call.name.endswith("popleft") else -1
        if isinstance(at, Literal) and isinstance(at.value, int):
            index = at.value
        if found.rest is None and -len(found.items) <= index < len(found.items) and not call.name.startswith("set"):
            items = list(found.items)
            results.append(items.pop(index))
            call.host.state.heap[id] = replace(found, items=tuple(items), whole=False)
        else:
            results.extend(every(found))
            rest = choice(every(found)) if every(found) else None
            call.host.state.heap[id] = Sequence(found.kind, (), rest, most=found.most)
    return choice(results) if results else call.unknown("nothing is known to be in it")


@handles("list.copy", "set.copy", "deque.copy", "dict.copy")
def copy(call: Call) -> Value:
    found = call.host.state.heap[next(call.receivers())]
    return call.host.new(found)


@handles("list.clear", "set.clear", "deque.clear", "dict.clear")
def clear(call: Call) -> Value:
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Sequence):
            call.host.state.heap[id] = Sequence(found.kind, (), most=found.most)
        elif isinstance(found, Dict):
            call.host.state.heap[id] = replace(found, items={}, rest=None)
    return NONE


@handles("list.reverse", "list.sort", "list.remove", "set.remove", "set.discard", "deque.rotate", "deque.reverse",
         "deque.remove")  # fmt: skip
def reorder(call: Call) -> Value:
    """The items in another order, or fewer of them."""
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Sequence)
        ask_key(call, every(found))
        if call.name.endswith("reverse") and found.rest is None:
            call.host.state.heap[id] = replace(found, items=found.items[::-1])
        elif every(found):
            some = found.certain and not call.name.endswith(("remove", "discard"))
            call.host.state.heap[id] = Sequence(found.kind, (), choice(every(found)), some, most=found.most)
    return NONE


@handles("list.index", "list.count", "tuple.index", "tuple.count", "deque.index", "deque.count")
def count(_: Call) -> Value:
    return Plain("int")
