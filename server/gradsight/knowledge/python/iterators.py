"""`itertools`, and others that go through what they are given one by one."""

from __future__ import annotations

from gradsight.domain.objects import Sequence
from gradsight.domain.values import NONE, Literal, Plain, Tuple, Value, choice
from gradsight.knowledge.anew import at_once
from gradsight.knowledge.host import Args, Call
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


@handles(
    "itertools.cycle",
    "itertools.islice",
    "itertools.takewhile",
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
    items = host.iterate(call.args.positional[0] if call.args.positional else NONE, lazily=True)
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


@handles("itertools.product", "itertools.combinations", "itertools.permutations", "itertools.pairwise")
def tuples(call: Call) -> Value:
    host = call.host
    columns = []
    for value in call.args.positional:
        items = host.iterate(value)
        every = [*items.known, *(() if items.rest is None else (items.rest,))]
        columns.append(choice(every) if every else call.unknown("nothing is known to be in it"))
    if call.name.endswith("pairwise") and len(columns) == 1:
        items = host.iterate(call.args.positional[0])
        if items.rest is None:
            pairs = zip(items.known, items.known[1:], strict=False)
            return host.new(Sequence("iterator", tuple(Tuple(pair) for pair in pairs)))
    if not call.name.endswith("product"):
        columns = [columns[0]] * 2 if columns else columns
    return host.new(Sequence("iterator", (), Tuple(tuple(columns))))


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
