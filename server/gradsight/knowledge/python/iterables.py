"""Python's built-in functions that make, measure and go through iterables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.reach import NOTHING
from gradsight.domain.values import (
    FALSE,
    NONE,
    Class,
    Literal,
    Plain,
    Ref,
    Tuple,
    Value,
    choice,
    literal,
    options,
)
from gradsight.knowledge.anew import made_anew, one_of
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.python.sets import as_set
from gradsight.knowledge.registry import handles


def _first(call: Call) -> Value:
    return call.args.positional[0] if call.args.positional else NONE


def _is_tensor(host: Host, value: Value) -> bool:
    return any(isinstance(o, Ref) and isinstance(host.state.heap[o.id], Tensor) for o in options(value))


@handles("builtins.len")
def length(call: Call) -> Value:
    value = _first(call)
    if isinstance(value, Tuple):
        return literal(len(value.items))
    if isinstance(value, Class) and (members := call.host.iterate(value)).rest is None:
        return literal(len(members.known))
    own = _own_length(call, value)
    if own is not None:
        return own
    if isinstance(value, Literal) and isinstance(value.value, str):
        return literal(len(value.value))
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Sequence) and found.rest is None:
        return literal(len(found.items))
    if isinstance(found, Dict) and found.rest is None and found.sure == len(found.items):
        return literal(len(found.items))
    if isinstance(found, Tensor) and found.shape and found.shape[0] is not None:
        return literal(found.shape[0])
    return Plain("int")


def _own_length(call: Call, value: Value) -> Value | None:
    """What the `__len__` of a class of the program gives."""
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(found, Instance) or not call.host.has(found.cls, "__len__"):
        return None
    return call.host.call(call.host.attribute(value, "__len__", call.place), Args(), call.place)


@handles("builtins.range")
def range_(call: Call) -> Value:
    """A few numbers are known one by one; of many, the first and the rest."""
    ends = [
        value.value for value in call.args.positional if isinstance(value, Literal) and isinstance(value.value, int)
    ]
    if len(ends) == len(call.args.positional) and ends:
        try:
            numbers = range(*ends)
        except (TypeError, ValueError):
            return call.unknown("the range is not known")
        if len(numbers) <= 4:
            return call.host.new(Sequence("range", tuple(literal(n) for n in numbers)))
        return call.host.new(Sequence("range", (literal(numbers[0]),), Plain("int"), True))
    return call.host.new(Sequence("range", (), Plain("int")))


@handles("builtins.enumerate")
def enumerate_(call: Call) -> Value:
    items = call.host.iterate(_first(call), lazily=True)
    start = call.arg(1, "start")
    base = start.value if isinstance(start, Literal) and isinstance(start.value, int) else 0
    counted = start is None or start == literal(base)
    known = tuple(Tuple((literal(base + i) if counted else Plain("int"), value)) for i, value in enumerate(items.known))
    rest = None if items.rest is None else Tuple((Plain("int"), items.rest))
    return _iterator(call, Items(known, rest, items.some, items.whole, own=items.own))


def _iterator(call: Call, items: Items, kind: str = "iterator") -> Value:
    own = items.own if kind == "iterator" else NOTHING
    found = Sequence(kind, items.known, items.rest, items.some, items.whole, own)
    return call.host.new(as_set(call.host, found) if kind == "set" else found)


@handles("itertools.zip_longest")
def zip_longest(call: Call) -> Value:
    """As `zip`, to the end of the longest; what is missing is the fill value."""
    columns = [call.host.iterate(value, lazily=True) for value in call.args.positional]
    if call.args.more is not None or not columns:
        return _iterator(call, Items(rest=call.unknown("the number of iterables is not known")))
    fill = call.args.keywords.get("fillvalue", NONE)
    closed = all(column.rest is None for column in columns)
    count = (max if closed else min)(len(column.known) for column in columns)
    rows = [Tuple(tuple(c.known[i] if i < len(c.known) else fill for c in columns)) for i in range(count)]
    later = Tuple(tuple(choice([*c.known[count:], *(() if c.rest is None else (c.rest,)), fill]) for c in columns))
    own = NOTHING.union(*(column.own for column in columns))
    return _iterator(call, Items(tuple(rows), None if closed else later, own=own))


@handles("builtins.zip")
def zip_(call: Call) -> Value:
    if len(set(call.args.positional)) < len(call.args.positional) and _is_iterator(call.host, _first(call)):
        return _iterator(call, _in_groups(call))
    columns = [call.host.iterate(value, lazily=True) for value in call.args.positional]
    if call.args.more is not None:
        return _iterator(call, _turned(call, columns, call.args.more))
    if not columns:
        return _iterator(call, Items())
    count = min((len(c.known) for c in columns if c.rest is None), default=None)
    count = min(len(c.known) for c in columns) if count is None else count
    known = tuple(Tuple(tuple(_at(c, i) for c in columns)) for i in range(count))
    open_ended = all(c.rest is not None or len(c.known) > count for c in columns)
    rest = (
        Tuple(tuple(_at(c, count) for c in columns))
        if open_ended and any(c.rest is not None for c in columns)
        else None
    )
    some, own = all(c.some or len(c.known) > count for c in columns), NOTHING.union(*(c.own for c in columns))
    return _iterator(call, Items(known, rest, some, own=own))


def _is_iterator(host: Host, value: Value) -> bool:
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Sequence) and found.kind == "iterator"


def _in_groups(call: Call) -> Items:
    """`zip(it, it)`: each row takes as many items as it has columns, one after the other."""
    given = call.args.positional
    items = call.host.iterate(given[0])
    if items.rest is None and len(set(given)) == 1:
        count = len(given)
        starts = range(0, len(items.known) - count + 1, count)
        return Items(tuple(Tuple(items.known[at : at + count]) for at in starts))
    others = [call.host.iterate(value) for value in given[1:]]
    every = [value for each in (items, *others) for value in _every(each)]
    return Items(rest=Tuple(tuple(choice(every) for _ in given)) if every else None)


def _turned(call: Call, columns: list[Items], row: Value) -> Items:
    """`zip(*rows)` of any number of rows that are like `row`: a tuple of any length for each item of a row."""
    rows = call.host.iterate(row)
    if columns:
        rows = Items(rest=choice([value for items in (*columns, rows) for value in _every(items)] or [NONE]))
    known = tuple(call.host.new(Sequence("tuple", (), value, True)) for value in rows.known)
    rest = None if rows.rest is None else call.host.new(Sequence("tuple", (), rows.rest, True))
    return Items(known, rest)


def _every(items: Items) -> tuple[Value, ...]:
    return (*items.known, *(() if items.rest is None else (items.rest,)))


def _at(items: Items, index: int) -> Value:
    if index < len(items.known):
        return items.known[index]
    return items.rest if items.rest is not None else NONE


@handles("builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset", "builtins.iter", "builtins.sorted",
         "builtins.reversed", "collections.deque")  # fmt: skip
def sequence(call: Call) -> Value:
    kind = {"sorted": "list", "reversed": "iterator", "iter": "iterator", "frozenset": "set"}.get(
        call.name.rpartition(".")[2], call.name.rpartition(".")[2]
    )
    name = call.name.rpartition(".")[2]
    if name == "iter" and len(call.args.positional) == 2:
        return _iterator(call, Items(rest=call.host.call(_first(call), Args(), call.place)))
    items = call.host.iterate(_first(call), lazily=name == "iter") if call.args.positional else Items()
    if name not in ("sorted", "set", "frozenset") and _is_set(call):
        items = _in_any_order(items)
    if name == "tuple" and items.rest is None:
        return Tuple(items.known)
    if name == "deque":
        found = Sequence("deque", items.known, items.rest, items.some, items.whole, most=_most(call))
        return call.host.new(found.within())
    if name == "reversed":
        items = Items(items.known[::-1]) if items.rest is None else _in_any_order(items)
    elif name == "sorted":
        items = _sorted(call, items)
    return _iterator(call, items, kind)


def _most(call: Call) -> int | None:
    """What `maxlen` says."""
    limit = call.arg(1, "maxlen", NONE)
    if limit == NONE:
        return None
    return limit.value if isinstance(limit, Literal) and isinstance(limit.value, int) else -1


def some_from(host: Host, value: Value, lazily: bool = False) -> Items:
    """What iterating gives where it may end early: of an iterator, any of what is behind may be left."""
    items = host.iterate(value, lazily)
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Sequence) and found.kind == "iterator" and _every(items):
        left = choice([*_every(items), *(() if found.rest is None else (found.rest,))])
        host.state.heap[value.id] = replace(found, items=(), rest=left, some=False, whole=False)
    return items


def give_back(host: Host, value: Value, items: Items, taken: int) -> None:
    """Of an iterator only the first `taken` of its items, all known, were used."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Sequence) and found.kind == "iterator":
        host.state.heap[value.id] = replace(found, items=items.known[taken:], rest=items.rest, some=items.some)


def _is_set(call: Call) -> bool:
    found = call.host.state.heap.get(_first(call).id) if isinstance(_first(call), Ref) else None  # type: ignore[union-attr]
    return isinstance(found, Sequence) and found.kind == "set"


def _in_any_order(items: Items) -> Items:
    """A set is not in the order of its display."""
    if len(_every(items)) < 2:
        return items
    return Items(rest=choice(list(_every(items))), some=items.certain, whole=items.rest is None or items.whole)


def _sorted(call: Call, items: Items) -> Items:
    """In order where all keys are known, else in any."""
    keys = ask_key(call, _every(items)) or list(items.known)
    known = [key.value for key in keys if isinstance(key, Literal) and isinstance(key.value, str | int | float)]
    flag = call.args.keywords.get("reverse", FALSE)
    reverse = call.host.truth(flag)
    if items.rest is None and len(known) == len(items.known) and reverse is not None:
        try:
            order = sorted(range(len(known)), key=lambda at: known[at], reverse=reverse)
        except TypeError:
            return _in_any_order(items)
        return Items(tuple(items.known[at] for at in order))
    return _in_any_order(items)


def ask_key(call: Call, values: Iterable[Value]) -> list[Value]:
    """What `key` says of each value, called as sorting and comparing do; nothing without a key."""
    key = call.args.keywords.get("key", NONE)
    return [call.host.call(key, Args((value,)), call.place) for value in (values if key != NONE else ())]


@handles("builtins.next")
def next_(call: Call) -> Value:
    """Takes one item from an iterator."""
    from dataclasses import replace

    host, value = call.host, _first(call)
    default = call.arg(1, "default")
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Sequence) and found.items and isinstance(value, Ref):
        host.state.heap[value.id] = replace(found, items=found.items[1:])
        return found.items[0]
    items = host.iterate(value, lazily=True)
    if items.mode is not None:
        host.state.mode = host.state.mode.join(items.mode)
    if isinstance(value, Ref) and isinstance(host.state.heap[value.id], Sequence) and items.rest is not None:
        host.state.heap[value.id] = Sequence("iterator", (), items.rest, own=items.own)
    every = [*items.known, *(() if items.rest is None else (one_of(host, items.own, items.rest),))]
    if default is not None and not items.some:
        every.append(default)
    return choice(every) if every else call.unknown("nothing is known to be in it")


@handles("builtins.map")
def map_(call: Call) -> Value:
    host, function = call.host, _first(call)
    columns = [host.iterate(value, lazily=True) for value in call.args.positional[1:]]
    count = min((len(c.known) for c in columns), default=0)
    known = tuple(host.call(function, Args(tuple(c.known[i] for c in columns)), call.place) for i in range(count))
    if not columns or any(c.rest is None for c in columns):
        return _iterator(call, Items(known))
    some, own = all(c.some or len(c.known) > count for c in columns), NOTHING.union(*(c.own for c in columns))
    before, writes = host.new(Sequence("iterator", ())).id, len(host.state.heap.journal)
    rest = host.call(function, Args(tuple(_at(c, count) for c in columns)), call.place)
    return _iterator(call, made_anew(host, Items(known, rest, some, own=own), before, writes))


@handles("builtins.filter")
def filter_(call: Call) -> Value:
    """Keeps the items for which the function is certainly true, and may keep those for which it is open."""
    host, function = call.host, _first(call)
    items = host.iterate(call.args.positional[1] if len(call.args.positional) > 1 else NONE, lazily=True)
    known: list[Value] = []
    rest: list[Value] = []
    for value in (*items.known, *(() if items.rest is None else (items.rest,))):
        result = value if function == NONE else host.call(function, Args((value,)), call.place)
        truth = host.truth(result)
        if truth is not False:
            (known if truth and not rest and value is not items.rest else rest).append(value)
    return _iterator(call, Items(tuple(known), choice(rest) if rest else None))
