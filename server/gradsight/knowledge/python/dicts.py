"""Dicts: their items and their methods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.objects import Dict, Sequence
from gradsight.domain.values import NONE, Plain, Ref, Tuple, Unknown, Value, choice, literal, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles


def candidates(host: Host, found: Dict, index: Value) -> tuple[Value, ...]:
    """The keys that something which is not one known key may be equal to."""
    keys = [host.key(option) for option in options(index)]
    if None not in keys:
        return tuple(key for key in found.items if key in keys)
    if isinstance(index, Plain):  # what may be a tensor, module or optimizer is unknown
        return tuple(key for key in found.items if not isinstance(key, Ref))
    return tuple(found.items)


def dict_item(host: Host, id: int, index: Value, place: Place) -> Value:
    """`dict[key]`; a `defaultdict` makes what is missing."""
    found = host.state.heap[id]
    assert isinstance(found, Dict)
    key = host.key(index)
    if key is not None:
        if key in found.items and found.factory is not None and key in found.unsure:
            either = choice([found.items[key], host.call(found.factory, Args(), place)])
            set_dict_item(host, id, index, either)
            return either
        if key in found.items:
            return found.items[key]
        return _made(host, id, found, index, place) if found.rest is None else _rest_or_made(host, found, place)
    values = [*(found.items[each] for each in candidates(host, found, index)), *_rest(found)]
    if found.factory is not None:
        if not values:
            return _made(host, id, found, index, place)
        set_dict_item(host, id, index, made := host.call(found.factory, Args(), place))
        return choice([*values, made])
    return choice(values) if values else Unknown(Why(place, "nothing is known to be stored there"))


def _rest(found: Dict) -> tuple[Value, ...]:
    return () if found.rest is None else (found.rest,)


def _rest_or_made(host: Host, found: Dict, place: Place) -> Value:
    return choice([*_rest(found), *(() if found.factory is None else (host.call(found.factory, Args(), place),))])


def _made(host: Host, id: int, found: Dict, index: Value, place: Place) -> Value:
    if found.factory is None:
        return Unknown(Why(place, "nothing is known to be stored under this key"))
    value = host.call(found.factory, Args(), place)
    set_dict_item(host, id, index, value)
    return value


def set_dict_item(host: Host, id: int, index: Value, value: Value) -> None:
    """`dict[key] = value`."""
    found = host.state.heap[id]
    assert isinstance(found, Dict)
    host.state.heap[id] = put(host, found, index, value)


def put(host: Host, found: Dict, index: Value, value: Value) -> Dict:
    """The dict with a value under a key; under one that is not known it may replace any of the items."""
    key = host.key(index)
    if key is None:
        items = dict(found.items)
        items.update({each: choice([items[each], value]) for each in candidates(host, found, index)})
        return replace(found, items=items, rest=choice([*_rest(found), value]))
    before = found.items.get(key)
    kept = value if before is None or not _many(host, key) else choice([before, value])
    spelled = found.spelled if key is index or before is not None else {**found.spelled, key: index}
    return replace(found, items={**found.items, key: kept}, unsure=found.unsure - {key}, spelled=spelled)


def without(host: Host, found: Dict, index: Value) -> Dict:
    """The dict after `del dict[key]`."""
    key = host.key(index)
    if key is None:
        return replace(found, unsure=found.unsure.union(candidates(host, found, index)))
    items = {each: value for each, value in found.items.items() if each != key}
    return replace(found, items=items, unsure=found.unsure - {key})


def made_of(host: Host, pairs: Iterable[tuple[Value, Value]]) -> Dict:
    """A dict of keys and values, later ones over earlier ones."""
    items, spelled, made = dict[Value, Value](), dict[Value, Value](), Dict({})
    for index, value in pairs:
        key = host.key(index)
        if key is None:
            made, items, spelled = put(host, updated(made, Dict(items, spelled=spelled)), index, value), {}, {}
            continue
        if key is not index and key not in items:
            spelled[key] = index
        items[key] = value
    return updated(made, Dict(items, spelled=spelled))


def dict_of(host: Host, value: Value) -> Dict:
    """What `dict(value)` copies: a mapping, or pairs of keys and values."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Dict):
        return found
    items = host.iterate(value)
    made = made_of(host, [_pair(host, pair) for pair in items.known])
    if items.rest is None:
        return made
    return put(host, made, Unknown(Why(host.statement, "a key that is not known")), _pair(host, items.rest)[1])


def _pair(host: Host, value: Value) -> tuple[Value, Value]:
    pairs = [
        each.items if isinstance(each, Tuple) else (each, each)
        for each in options(value)
        if isinstance(each, Plain) or (isinstance(each, Tuple) and len(each.items) == 2)
    ]
    if len(pairs) < len(options(value)):
        unknown = Unknown(Why(host.statement, "no pair of key and value"))
        pairs.append((unknown, unknown))
    return choice([key for key, _ in pairs]), choice([each for _, each in pairs])


def _many(host: Host, key: Value) -> bool:
    """Whether a key stands for any number of tensors."""
    tensor = host.state.tensor(key.id) if isinstance(key, Ref) else None
    return tensor is not None and tensor.summary


@handles("dict.keys", "dict.values", "dict.items")
def views(call: Call) -> Value:
    what = call.name.rpartition(".")[2]
    found = call.host.state.heap[next(call.receivers())]
    assert isinstance(found, Dict)
    pairs = zip(found.keys, found.items.values(), strict=True)
    known = [{"keys": k, "values": v, "items": Tuple((k, v))}[what] for k, v in pairs]
    rest = known[found.sure :]
    if found.rest is not None:
        key = call.unknown("a key that is not known")
        rest.append({"keys": key, "values": found.rest, "items": Tuple((key, found.rest))}[what])
    return call.host.new(Sequence("list", tuple(known[: found.sure]), choice(rest) if rest else None))


@handles("dict.get", "dict.setdefault", "dict.pop")
def get(call: Call) -> Value:
    index, default = call.arg(1, "key") or NONE, call.arg(2, "default")
    results: list[Value] = []
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        results.append(_get(call, id, found, index, default if default is not None else NONE))
    return choice(results) if results else call.unknown("nothing is known to be stored there")


def _get(call: Call, id: int, found: Dict, index: Value, default: Value) -> Value:
    host, what, key = call.host, call.name.rpartition(".")[2], call.host.key(index)
    if what == "pop":
        host.state.heap[id] = without(host, found, index)
    if key is not None and key in found.items:
        value = found.items[key] if key not in found.unsure else choice([found.items[key], default])
        if what == "setdefault":
            set_dict_item(host, id, index, value)
        return value if what != "pop" or call.arg(2, "default") is not None else found.items[key]
    if what == "setdefault":
        set_dict_item(host, id, index, default)
    stored = [] if key is not None else [found.items[each] for each in candidates(host, found, index)]
    return choice([default, *stored, *_rest(found)])


@handles("dict.update")
def update(call: Call) -> Value:
    for id in call.receivers():
        found = call.host.state.heap[id]
        assert isinstance(found, Dict)
        for value in call.args.positional[1:]:
            found = updated(found, dict_of(call.host, value))
        own: dict[Value, Value] = {literal(name): value for name, value in call.args.keywords.items()}
        call.host.state.heap[id] = updated(found, Dict(own))
    return NONE


def updated(found: Dict, given: Dict) -> Dict:
    """The first after `update` with the second: what only may be there only may replace what was there before."""
    items, rest = dict(found.items), found.rest
    if given.rest is not None:
        rest = given.rest if rest is None else choice([rest, given.rest])
        items = {key: choice([before, given.rest]) for key, before in items.items()}
    for key, value in given.items.items():
        items[key] = choice([items[key], value]) if key in given.unsure and key in items else value
    certain = given.items.keys() - given.unsure
    new = given.unsure - found.items.keys()
    spelled = {**given.spelled, **found.spelled}
    return replace(found, items=items, rest=rest, unsure=(found.unsure - certain) | new, spelled=spelled)
