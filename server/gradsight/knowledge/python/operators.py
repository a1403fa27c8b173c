"""`operator`: what is written as a sign or a dot, as a function."""

from __future__ import annotations

from gradsight.domain.values import NONE, Literal, Native, Partial, Tuple, Value, literal
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles

BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "pow", "eq", "ne", "lt", "le", "gt", "ge")


@handles(*(f"operator.{name}" for name in BINARY))
def binary(call: Call) -> Value:
    if len(call.args.positional) == 2:
        return call.host.binary(call.name.rpartition(".")[2], *call.args.positional, call.place)
    return call.unknown("the operands are not known")


@handles("operator.getitem")
def item(call: Call) -> Value:
    if len(call.args.positional) == 2:
        return call.host.item(*call.args.positional, call.place)
    return call.unknown("what is taken is not known")


@handles("operator.itemgetter")
def item_getter(call: Call) -> Value:
    """A function; of several keys it gives a tuple."""
    return Native("itemgetter", _items, (Tuple(call.args.positional),))


def _items(host: Host, keys: Value, args: Args, place: Place) -> Value:
    assert isinstance(keys, Tuple)
    taken = tuple(host.item(value, key, place) for value in args.positional[:1] for key in keys.items)
    return taken[0] if len(taken) == 1 else Tuple(taken)


@handles("operator.attrgetter")
def attribute_getter(call: Call) -> Value:
    """A function that follows dotted names; of several it gives a tuple."""
    if not all(isinstance(name, Literal) and isinstance(name.value, str) for name in call.args.positional):
        return call.unknown("which attribute is read is not known")
    return Native("attrgetter", _attributes, (Tuple(call.args.positional),))


def _attributes(host: Host, names: Value, args: Args, place: Place) -> Value:
    assert isinstance(names, Tuple)
    taken = [_followed(host, value, name, place) for value in args.positional[:1] for name in names.items]
    return taken[0] if len(taken) == 1 else Tuple(tuple(taken))


def _followed(host: Host, value: Value, names: Value, place: Place) -> Value:
    assert isinstance(names, Literal)
    for name in str(names.value).split("."):
        value = host.attribute(value, name, place)
    return value


@handles("operator.methodcaller")
def method_caller(call: Call) -> Value:
    """A function that calls a method of what it is given."""
    name = call.args.positional[0] if call.args.positional else NONE
    if not isinstance(name, Literal):
        return call.unknown("which method is called is not known")
    given = Partial(NONE, call.args.positional[1:], tuple(call.args.keywords.items()))
    return Native("methodcaller", _called, (literal(name.value), given))


def _called(host: Host, name: Value, given: Value, args: Args, place: Place) -> Value:
    assert isinstance(name, Literal) and isinstance(given, Partial)
    if not args.positional:
        return NONE
    method = host.attribute(args.positional[0], str(name.value), place)
    return host.call(method, Args(given.args, dict(given.kwargs)), place)
