"""Python's built-in functions."""

from __future__ import annotations

from gradsight.domain.flow import flow
from gradsight.domain.objects import Dict, Instance, Sequence, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Native,
    Partial,
    Plain,
    Ref,
    Super,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
    lost_of,
    options,
)
from gradsight.domain.why import Why
from gradsight.knowledge.host import Args, Call, Host, Items
from gradsight.knowledge.python.containers import is_key
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.detaching import leave


def _first(call: Call) -> Value:
    return call.args.positional[0] if call.args.positional else NONE


def _is_tensor(host: Host, value: Value) -> bool:
    return any(isinstance(o, Ref) and isinstance(host.state.heap[o.id], Tensor) for o in options(value))


@handles("builtins.print", "builtins.help", "builtins.breakpoint", "builtins.delattr")
def beside(_: Call) -> Value:
    return NONE


@handles("builtins.input", "builtins.open", "builtins.id", "builtins.hash", "builtins.dir")
def plain(call: Call) -> Value:
    """Python values that hold nothing of what is given."""
    return Plain({"input": "str", "id": "int", "hash": "int"}.get(call.name.rpartition(".")[2], "object"))


@handles("builtins.exit", "builtins.quit", "sys.exit", "os._exit", "os.abort")
def leaves(call: Call) -> Value:
    call.host.state.dead = True
    return NONE


@handles("builtins.float", "builtins.int", "builtins.complex", "builtins.bool")
def number(call: Call) -> Value:
    """A tensor becomes a number: no gradient goes on."""
    kind = call.name.rpartition(".")[2]
    value = _first(call)
    if kind == "bool":
        truth = call.host.truth(value)
        return Plain("bool") if truth is None else literal(truth)
    if isinstance(value, Literal) and isinstance(value.value, int | float | str | bool):
        try:
            return literal({"float": float, "int": int}.get(kind, complex)(value.value))
        except ValueError:
            return Plain(kind)
    return leave(call, kind, "number", flow(call.host.state, value)) if call.args.positional else literal(0)


@handles("builtins.str", "builtins.repr", "builtins.format", "builtins.ascii", "builtins.bytes", "builtins.chr", "builtins.bin",
         "builtins.hex", "builtins.oct")  # fmt: skip
def text(call: Call) -> Value:
    value = _first(call)
    return literal(str(value.value)) if call.name == "builtins.str" and isinstance(value, Literal) else Plain("str")


@handles("builtins.len")
def length(call: Call) -> Value:
    value = _first(call)
    if isinstance(value, Tuple):
        return literal(len(value.items))
    if isinstance(value, Literal) and isinstance(value.value, str):
        return literal(len(value.value))
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Sequence) and found.rest is None:
        return literal(len(found.items))
    if isinstance(found, Dict) and found.rest is None:
        return literal(len(found.items))
    if isinstance(found, Tensor) and found.length is not None:
        return literal(found.length)
    return Plain("int")


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
    items = call.host.iterate(_first(call))
    start = call.arg(1, "start")
    base = start.value if isinstance(start, Literal) and isinstance(start.value, int) else 0
    known = tuple(Tuple((literal(base + i), value)) for i, value in enumerate(items.known))
    return _iterator(call, Items(known, None if items.rest is None else Tuple((Plain("int"), items.rest)), items.some))


def _iterator(call: Call, items: Items, kind: str = "iterator") -> Value:
    return call.host.new(Sequence(kind, items.known, items.rest, items.some))


@handles("builtins.zip", "itertools.zip_longest")
def zip_(call: Call) -> Value:
    columns = [call.host.iterate(value) for value in call.args.positional]
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
    return _iterator(call, Items(known, rest, all(c.some or len(c.known) > count for c in columns)))


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
    items = call.host.iterate(_first(call)) if call.args.positional else Items()
    name = call.name.rpartition(".")[2]
    if name == "tuple" and items.rest is None:
        return Tuple(items.known)
    if name == "reversed" and items.rest is None:
        items = Items(items.known[::-1])
    elif name == "sorted" and len(items.known) > 1:
        every = [*items.known, *(() if items.rest is None else (items.rest,))]
        items = Items((), choice(every), True)
    return _iterator(call, items, kind)


@handles("builtins.dict", "collections.OrderedDict", "collections.Counter")
def dictionary(call: Call) -> Value:
    host = call.host
    items: dict[Value, Value] = {}
    rest: Value | None = None
    if call.args.positional:
        found = host.state.heap.get(_first(call).id) if isinstance(_first(call), Ref) else None  # type: ignore[union-attr]
        if isinstance(found, Dict):
            items, rest = dict(found.items), found.rest
        else:
            items, rest = _pairs(host, _first(call))
    items.update({literal(name): value for name, value in call.args.keywords.items()})
    return host.new(Dict(items, rest))


def _pairs(host: Host, value: Value) -> tuple[dict[Value, Value], Value | None]:
    items = host.iterate(value)
    result: dict[Value, Value] = {}
    rest: list[Value] = []
    for pair in (*items.known, *(() if items.rest is None else (items.rest,))):
        for option in options(pair):
            if isinstance(option, Tuple) and len(option.items) == 2:
                key = option.items[0]
                if is_key(key) and pair is not items.rest:
                    result[key] = option.items[1]
                else:
                    rest.append(option.items[1])
            else:
                rest.append(
                    option if isinstance(option, Unknown) else Unknown(Why(host.statement, "no pair of key and value"))
                )
    return result, choice(rest) if rest else None


@handles("builtins.sum")
def sum_(call: Call) -> Value:
    """Adds one by one, so tensors stay in their graph; an empty sum is the number 0."""
    host = call.host
    start = call.arg(1, "start")
    items = host.iterate(_first(call))
    total: Value = literal(0) if start is None else start
    for value in items.known:
        total = host.binary("add", total, value, call.place)
    if items.rest is not None:
        more = host.binary("add", total, items.rest, call.place)
        total = more if items.some or items.known or _is_tensor(host, total) else choice([total, more])
    return total


@handles("builtins.max", "builtins.min")
def extreme(call: Call) -> Value:
    """One of the items: of a tensor a row of it, in its graph."""
    host = call.host
    values = call.args.positional
    if len(values) == 1:
        items = host.iterate(values[0])
        values = (*items.known, *(() if items.rest is None else (items.rest,)))
    if "default" in call.args.keywords:
        values = (*values, call.args.keywords["default"])
    if (
        all(isinstance(v, Literal) and isinstance(v.value, int | float) for v in values)
        and values
        and "key" not in call.args.keywords
    ):
        numbers = [v.value for v in values if isinstance(v, Literal)]
        return literal(max(numbers) if call.name.endswith("max") else min(numbers))  # type: ignore[type-var]
    return choice(list(values)) if values else call.unknown("nothing is known to choose from")


@handles("builtins.abs", "builtins.round", "builtins.divmod", "builtins.pow")
def arithmetic(call: Call) -> Value:
    """On tensors these are the methods of the same name."""
    host, name = call.host, call.name.rpartition(".")[2]
    if any(_is_tensor(host, value) for value in call.args.positional):
        from gradsight.knowledge.torch.apply import apply_op
        from gradsight.knowledge.torch.table import op

        row = op(f"torch.Tensor.{name}")
        if row is not None:
            return apply_op(host, row, Args(call.args.positional), call.place)
    value = _first(call)
    return value if isinstance(value, Plain) else Plain("number", lost_of(value))


@handles("builtins.any", "builtins.all", "builtins.callable", "builtins.issubclass")
def predicate(call: Call) -> Value:
    if call.name == "builtins.callable":
        value = _first(call)
        return literal(True) if isinstance(value, Function | Bound | Class | Native | Partial) else Plain("bool")
    if call.name in ("builtins.any", "builtins.all"):
        items = call.host.iterate(_first(call))
        answers = [call.host.truth(value) for value in items.known]
        decisive = call.name == "builtins.any"
        if decisive in answers:
            return literal(decisive)
        if items.rest is None and None not in answers:
            return literal(not decisive)
    return Plain("bool")


@handles("builtins.isinstance")
def isinstance_(call: Call) -> Value:
    answer = call.host.is_instance(_first(call), call.args.positional[1] if len(call.args.positional) > 1 else NONE)
    return Plain("bool") if answer is None else literal(answer)


@handles("builtins.type")
def type_(call: Call) -> Value:
    value = _first(call)
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance):
        return found.cls
    if isinstance(found, Tensor):
        return Library("torch.nn.Parameter" if found.parameter else "torch.Tensor")
    return call.unknown("the class is not known")


@handles("builtins.getattr")
def getattr_(call: Call) -> Value:
    name = call.arg(1, "name")
    default = call.args.positional[2] if len(call.args.positional) > 2 else None
    if not (isinstance(name, Literal) and isinstance(name.value, str)):
        return call.unknown("the name of the attribute is not known")
    value = call.host.attribute(_first(call), name.value, call.place)
    if default is not None and isinstance(value, Unknown | Method):
        return (
            choice([value, default]) if isinstance(value, Method) and _is_tensor(call.host, _first(call)) else default
        )
    return value


@handles("builtins.setattr")
def setattr_(call: Call) -> Value:
    name = call.arg(1, "name")
    if isinstance(name, Literal) and isinstance(name.value, str) and len(call.args.positional) > 2:
        call.host.set_attribute(_first(call), name.value, call.args.positional[2], call.place)
    return NONE


@handles("builtins.hasattr")
def hasattr_(_: Call) -> Value:
    return Plain("bool")


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
    items = host.iterate(value)
    if isinstance(value, Ref) and isinstance(host.state.heap[value.id], Sequence) and items.rest is not None:
        host.state.heap[value.id] = Sequence("iterator", (), items.rest)
    every = [*items.known, *(() if items.rest is None else (items.rest,))]
    if default is not None and not items.some:
        every.append(default)
    return choice(every) if every else call.unknown("nothing is known to be in it")


@handles("builtins.map")
def map_(call: Call) -> Value:
    host, function = call.host, _first(call)
    columns = [host.iterate(value) for value in call.args.positional[1:]]
    count = min((len(c.known) for c in columns), default=0)
    known = tuple(host.call(function, Args(tuple(c.known[i] for c in columns)), call.place) for i in range(count))
    rest: Value | None = None
    if columns and all(c.rest is not None for c in columns):
        rest = host.call(function, Args(tuple(_at(c, count) for c in columns)), call.place)
    return _iterator(call, Items(known, rest, all(c.some or len(c.known) > count for c in columns)))


@handles("builtins.filter")
def filter_(call: Call) -> Value:
    """Keeps the items for which the function is certainly true, and may keep those for which it is open."""
    host, function = call.host, _first(call)
    items = host.iterate(call.args.positional[1] if len(call.args.positional) > 1 else NONE)
    known: list[Value] = []
    rest: list[Value] = []
    for value in (*items.known, *(() if items.rest is None else (items.rest,))):
        result = value if function == NONE else host.call(function, Args((value,)), call.place)
        truth = host.truth(result)
        if truth is not False:
            (known if truth and not rest and value is not items.rest else rest).append(value)
    return _iterator(call, Items(tuple(known), choice(rest) if rest else None))


@handles("builtins.slice")
def slice_(call: Call) -> Value:
    from gradsight.domain.values import Slice

    return Slice(call.args.positional)


@handles("builtins.super")
def super_(call: Call) -> Value:
    """`super(Class, self)`."""
    if len(call.args.positional) == 2 and isinstance(call.args.positional[0], Class):
        return Super(call.args.positional[0].scope, call.args.positional[1])
    return call.unknown("`super()` with these arguments")


@handles("builtins.object")
def object_(_: Call) -> Value:
    return Plain("object")
