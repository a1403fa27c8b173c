"""Lists, sets, dicts and strings: their items and their methods."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Dict, Sequence, is_summary
from gradsight.domain.values import (
    NONE,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Plain,
    Ref,
    Slice,
    Tuple,
    Unknown,
    Value,
    choice,
    known_slice,
    literal,
)
from gradsight.domain.walk import refs
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.python.iterables import ask_key
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


def is_key(key: Value) -> bool:
    """Whether equal values of this kind are the same key for certain."""
    if isinstance(key, Tuple):
        return all(map(is_key, key.items))
    return isinstance(key, Literal | Ref | Class | Function | Library)


def dict_item(host: Host, id: int, index: Value, place: Place) -> Value:
    """`dict[key]`; a `defaultdict` makes what is missing."""
    found = host.state.heap[id]
    assert isinstance(found, Dict)
    if is_key(index):
        if index in found.items and found.factory is not None and index in found.unsure:
            either = choice([found.items[index], host.call(found.factory, Args(), place)])
            set_dict_item(host, id, index, either)
            return either
        if index in found.items:
            return found.items[index]
        return _made(host, id, found, index, place) if found.rest is None else _rest_or_made(host, found, place)
    values = [*found.items.values(), *(() if found.rest is None else (found.rest,))]
    if found.factory is not None:
        if not values:
            return _made(host, id, found, index, place)
        set_dict_item(host, id, index, made := host.call(found.factory, Args(), place))
        return choice([*values, made])
    return choice(values) if values else Unknown(Why(place, "nothing is known to be stored there"))


def _rest_or_made(host: Host, found: Dict, place: Place) -> Value:
    rest = [] if found.rest is None else [found.rest]
    return choice([*rest, *(() if found.factory is None else (host.call(found.factory, Args(), place),))])


def _made(host: Host, id: int, found: Dict, index: Value, place: Place) -> Value:
    if found.factory is None:
        return Unknown(Why(place, "nothing is known to be stored under this key"))
    value = host.call(found.factory, Args(), place)
    set_dict_item(host, id, index, value)
    return value


def set_dict_item(host: Host, id: int, index: Value, value: Value) -> None:
    """`dict[key] = value`; under a key that is not known it may replace any of the items."""
    found = host.state.heap[id]
    assert isinstance(found, Dict)
    if is_key(index):
        before = found.items.get(index)
        kept = value if before is None or not _many(host, index) else choice([before, value])
        unsure = found.unsure - {index}
        host.state.heap[id] = replace(found, items={**found.items, index: kept}, unsure=unsure)
        return
    items = {
        key: choice([before, value]) if isinstance(key, Literal) else before for key, before in found.items.items()
    }
    host.state.heap[id] = replace(found, items=items, rest=value if found.rest is None else choice([found.rest, value]))


def _many(host: Host, key: Value) -> bool:
    """Whether a key stands for any number of tensors."""
    tensor = host.state.tensor(key.id) if isinstance(key, Ref) else None
    return tensor is not None and tensor.summary


@handles("list.append", "list.add", "set.add", "deque.append", "list.appendleft", "deque.appendleft", "iterator.append")
def append(call: Call) -> Value:
    value = call.arg(1, "item") or NONE
    sure = isinstance(call.receiver, Ref)
    for id in call.receivers():
        found = call.host.state.heap[id]
        if isinstance(found, Sequence):
            if found.rest is None and sure:
                left = call.name.endswith("left")
                items = (value, *found.items) if left else (*found.items, value)
                call.host.state.heap[id] = replace(found, items=items)
            else:
                rest = value if found.rest is None else choice([found.rest, value])
                whole = sure and found.has_all and not _stand_for_many(call.host, value)
                call.host.state.heap[id] = replace(found, rest=rest, some=found.some or sure, whole=whole)
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
        call.host.state.heap[id] = replace(extended(front, items), own=found.own, whole=False)
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
            call.host.state.heap[id] = extended(found, items)
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
        call.host.state.heap[id] = Sequence(found.kind, (), choice([*every(found), value]), True)


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
            call.host.state.heap[id] = Sequence(found.kind, (), choice(every(found)) if every(found) else None)
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
            call.host.state.heap[id] = Sequence(found.kind, ())
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
            call.host.state.heap[id] = Sequence(
                found.kind, (), choice(every(found)), found.certain and not call.name.endswith("remove")
            )
    return NONE


@handles("list.index", "list.count", "tuple.index", "tuple.count", "deque.index", "deque.count")
def count(_: Call) -> Value:
    return Plain("int")


@handles("dict.keys", "dict.values", "dict.items")
def views(call: Call) -> Value:
    what = call.name.rpartition(".")[2]
    found = call.host.state.heap[next(call.receivers())]
    assert isinstance(found, Dict)
    known = [{"keys": k, "values": v, "items": Tuple((k, v))}[what] for k, v in found.items.items()]
    rest = known[found.sure :]
    if found.rest is not None:
        key = call.unknown("a key that is not known")
        rest.append({"keys": key, "values": found.rest, "items": Tuple((key, found.rest))}[what])
    return call.host.new(Sequence("list", tuple(known[: found.sure]), choice(rest) if rest else None))


@handles("dict.get", "dict.setdefault", "dict.pop")
def get(call: Call) -> Value:
    key, default = call.arg(1, "key") or NONE, call.arg(2, "default")
    results: list[Value] = []
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        results.append(_get(call, id, found, key, default if default is not None else NONE))
    return choice(results) if results else call.unknown("nothing is known to be stored there")


def _get(call: Call, id: int, found: Dict, key: Value, default: Value) -> Value:
    what = call.name.rpartition(".")[2]
    if is_key(key) and key in found.items:
        value = found.items[key] if key not in found.unsure else choice([found.items[key], default])
        if what == "pop":
            call.host.state.heap[id] = replace(found, items={k: v for k, v in found.items.items() if k != key})
        if what == "setdefault":
            set_dict_item(call.host, id, key, value)
        return value if what != "pop" or call.arg(2, "default") is not None else found.items[key]
    if what == "setdefault":
        set_dict_item(call.host, id, key, default)
    if is_key(key):
        return default if found.rest is None else choice([default, found.rest])
    return choice([default, *found.items.values(), *(() if found.rest is None else (found.rest,))])


@handles("dict.update")
def update(call: Call) -> Value:
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        for value in call.args.positional[1:]:
            given = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
            if isinstance(given, Dict):
                found = updated(found, given)
            else:
                found = replace(found, rest=call.unknown("what updates the dict is not known"))
        own: dict[Value, Value] = {literal(name): value for name, value in call.args.keywords.items()}
        call.host.state.heap[id] = updated(found, Dict(own))
    return NONE


def updated(found: Dict, given: Dict) -> Dict:
    """The first after `update` with the second: what only may be there only may replace what was there before."""
    items, rest = dict(found.items), found.rest
    if given.rest is not None:
        rest = given.rest if rest is None else choice([rest, given.rest])
        if not isinstance(given.rest, Unknown):
            items = {key: choice([before, given.rest]) for key, before in items.items()}
    for key, value in given.items.items():
        items[key] = choice([items[key], value]) if key in given.unsure and key in items else value
    certain = given.items.keys() - given.unsure
    new = given.unsure - found.items.keys()
    return replace(found, items=items, rest=rest, unsure=(found.unsure - certain) | new)
