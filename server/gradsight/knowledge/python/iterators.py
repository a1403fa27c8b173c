"""`itertools`, and others that go through what they are given one by one."""

from __future__ import annotations

from functools import partial

from gradsight.domain.objects import Generator, Sequence
from gradsight.domain.values import NONE, Literal, Plain, Ref, Tuple, Value, choice
from gradsight.knowledge.anew import at_once
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.python.iterables import give_back, some_from
from gradsight.knowledge.registry import handles


@handles("itertools.chain", "itertools.chain.from_iterable")
def chain(call: Call) -> Value:
    host = call.host
    sources = call.args.positional
    if call.name.endswith("from_iterable"):
        outer = host.iterate(sources[0] if sources else NONE)
        sources = (*outer.known, *(() if outer.rest is None else (outer.rest,)))
    known: list[Value] = []
    rest: list[Value] = []
    for source in sources:
        items = host.iterate(source)
        (rest if rest else known).extend(items.known)
        rest.extend(() if items.rest is None else (items.rest,))
    return host.new(Sequence("iterator", tuple(known), choice(rest) if rest else None))


@handles("itertools.islice")
def islice(call: Call) -> Value:
    """Some of the items; the first ones are known where their number is."""
    host, ends = call.host, [end.value for end in call.args.positional[1:] if isinstance(end, Literal)]
    items = some_from(host, _first(call), lazily=True)
    stop = ends[0] if len(call.args.positional) == 2 and ends else None
    if isinstance(stop, int) and 0 <= stop <= len(items.known):
        give_back(host, _first(call), items, stop)
        return host.new(Sequence("iterator", items.known[:stop], own=items.own))
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    return host.new(Sequence("iterator", (), choice(every) if every else None, own=items.own))


@handles(
    "itertools.cycle",
    "itertools.takewhile",
    "itertools.dropwhile",
    "itertools.filterfalse",
    "tqdm.tqdm",
    "tqdm.auto.tqdm",
    "tqdm.trange",
    "tqdm.notebook.tqdm",
)
def some_of(call: Call) -> Value:
    """Items of what is given, some or all of them."""
    host = call.host
    if call.name.endswith("trange"):
        return host.new(Sequence("range", (), Plain("int")))
    source = call.args.positional[int(call.name.endswith(("while", "filterfalse"))) :][:1]
    taken = host.iterate if call.name.endswith(("tqdm", "cycle")) else partial(some_from, host)
    items = taken(source[0] if source else NONE, lazily=True)
    if call.name.endswith("tqdm"):
        return host.new(Sequence("iterator", items.known, items.rest, items.some, own=items.own))
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    again = call.name.endswith("cycle")
    if again:
        items = at_once(host, items)
    return host.new(Sequence("iterator", (), choice(every) if every else None, again and items.certain, own=items.own))


@handles("itertools.repeat", "itertools.count")
def repeat(call: Call) -> Value:
    value = call.args.positional[0] if call.name.endswith("repeat") and call.args.positional else Plain("int")
    return call.host.new(Sequence("iterator", (), value, True))


@handles("itertools.accumulate", "itertools.starmap", "itertools.compress", "itertools.batched")
def made_of_items(call: Call) -> Value:
    """What is given is used up; what comes out of it is not followed."""
    for value in call.args.positional:
        if isinstance(value, Ref) and isinstance(call.host.state.heap[value.id], Sequence | Generator):
            call.host.iterate(value)
    return call.host.new(Sequence("iterator", (), call.unknown("what it makes of the items is not followed")))


@handles("itertools.pairwise")
def pairwise(call: Call) -> Value:
    items = call.host.iterate(_first(call))
    if items.rest is not None:
        one = choice([*items.known, items.rest])
        return call.host.new(Sequence("iterator", (), Tuple((one, one))))
    pairs = zip(items.known, items.known[1:], strict=False)
    return call.host.new(Sequence("iterator", tuple(Tuple(pair) for pair in pairs)))


@handles("itertools.product")
def product(call: Call) -> Value:
    """Tuples of one item of each."""
    columns = [_any_item(call, value) for value in call.args.positional]
    again = "repeat" in call.args.keywords or call.args.more is not None
    row = call.host.new(Sequence("tuple", (), choice(columns))) if again and columns else Tuple(tuple(columns))
    return call.host.new(Sequence("iterator", (), row))


@handles("itertools.combinations", "itertools.combinations_with_replacement", "itertools.permutations")
def tuples(call: Call) -> Value:
    """Tuples of so many of the items."""
    item, size = _any_item(call, _first(call)), call.arg(1, "r")
    few = isinstance(size, Literal) and isinstance(size.value, int) and size.value < MOST
    row = Tuple((item,) * size.value) if few else call.host.new(Sequence("tuple", (), item))  # type: ignore[union-attr,operator]
    return call.host.new(Sequence("iterator", (), row))


MOST = 64
"""From here on the items of a tuple are not told apart."""


def _first(call: Call) -> Value:
    return call.args.positional[0] if call.args.positional else NONE


def _any_item(call: Call, value: Value) -> Value:
    items = call.host.iterate(value)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    return choice(every) if every else call.unknown("nothing is known to be in it")


@handles("itertools.tee")
def tee(call: Call) -> Value:
    """Several iterators over the same items."""
    host, count = call.host, call.arg(1, "n")
    items = host.iterate(call.args.positional[0] if call.args.positional else NONE)
    if count is not None and not (isinstance(count, Literal) and isinstance(count.value, int)):
        return call.unknown("the number of iterators is not known")
    many = count.value if isinstance(count, Literal) and isinstance(count.value, int) else 2
    return Tuple(tuple(host.new(Sequence("iterator", items.known, items.rest, items.some)) for _ in range(many)))


@handles("itertools.groupby")
def groupby(call: Call) -> Value:
    """Keys, each with an iterator over the items next to each other that have it."""
    host, by = call.host, call.arg(1, "key") or NONE
    items = host.iterate(call.args.positional[0] if call.args.positional else NONE)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    keys = every if by == NONE else [host.call(by, Args((item,)), call.place) for item in every]
    if items.rest is not None or not all(isinstance(key, Literal) for key in keys):
        group = Tuple((choice(keys), host.new(Sequence("iterator", (), choice(every), True)))) if every else None
        return host.new(Sequence("iterator", (), group))
    groups: list[tuple[Value, list[Value]]] = []
    for key, item in zip(keys, every, strict=True):
        if groups and groups[-1][0] == key:
            groups[-1][1].append(item)
        else:
            groups.append((key, [item]))
    made = [Tuple((key, host.new(Sequence("iterator", tuple(members))))) for key, members in groups]
    return host.new(Sequence("iterator", tuple(made)))
