"""The standard library, where tensors or the program's own functions pass through it."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.objects import Dict, Instance
from gradsight.domain.values import (
    DATACLASS,
    NONE,
    TRUE,
    Bound,
    Class,
    Function,
    Library,
    Literal,
    Native,
    Partial,
    Plain,
    Ref,
    Tuple,
    Unknown,
    Value,
    choice,
    literal,
)
from gradsight.domain.walk import NESTED_DEEPLY, grows
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.python.dicts import dict_of, updated
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.detaching import leave


@handles("math.*", "cmath.*", "operator.index")
def math_(call: Call) -> Value:
    """A tensor becomes a number: no gradient goes on."""
    source = flow(call.host.state, Tuple(call.args.positional))
    return leave(call, "float", "number", source)


PARTIAL_METHOD = "partialmethod"
"""What reading it from an instance makes the function of, with that as the first argument."""


@handles("functools.partial", f"functools.{PARTIAL_METHOD}")
def partial(call: Call) -> Value:
    if not call.args.positional:
        return call.unknown("what is to be called is not known")
    made = Partial(call.args.positional[0], call.args.positional[1:], tuple(call.args.keywords.items()))
    if call.name.endswith("method"):
        return Native(PARTIAL_METHOD, _unchanged, (made,))
    return call.unknown(NESTED_DEEPLY) if grows(made) else made


def _unchanged(_: Host, args: Args, __: Place) -> Value:
    return args.positional[0] if args.positional else NONE


@handles("functools.wraps", "functools.lru_cache", "functools.cache", "functools.update_wrapper",
         "functools.total_ordering", "typing.overload", "typing.final", "abc.abstractmethod", "atexit.register",
         "typing.no_type_check", "typing.runtime_checkable", "enum.unique", "contextlib.contextmanager")  # fmt: skip
def decorator(call: Call) -> Value:
    """The function behaves as before; `wraps(f)` and `lru_cache(…)` give the decorator first."""
    first = call.args.positional[0] if call.args.positional else None
    if call.name in ("functools.lru_cache", "functools.cache"):
        made = Native("remembering", _remembering)
        return _remembering(call.host, call.args, call.place) if isinstance(first, Function) else made
    if call.name == "functools.wraps" or not isinstance(first, Function | Class):
        return Native(call.name, _unchanged)
    return first


def _remembering(_: Host, args: Args, __: Place) -> Value:
    first = args.positional[0] if args.positional else NONE
    return replace(first, flavour="remembered") if isinstance(first, Function) and not first.flavour else first


@handles("functools.reduce")
def reduce(call: Call) -> Value:
    host = call.host
    if len(call.args.positional) < 2:
        return call.unknown("what is reduced is not known")
    function, items = call.args.positional[0], host.iterate(call.args.positional[1])
    values = list(items.known)
    total = (
        call.args.positional[2] if len(call.args.positional) > 2 else values.pop(0) if values else items.rest or NONE
    )
    for value in values:
        total = host.call(function, Args((total, value)), call.place)
    if items.rest is not None:
        total = choice([total, host.call(function, Args((total, items.rest)), call.place)])
    return total


@handles("collections.defaultdict")
def defaultdict(call: Call) -> Value:
    factory, *given = call.args.positional or (NONE,)
    own: dict[Value, Value] = {literal(name): value for name, value in call.args.keywords.items()}
    begun = updated(dict_of(call.host, given[0]) if given else Dict({}), Dict(own))
    return call.host.new(replace(begun, factory=None if factory == NONE else factory))


@handles("collections.namedtuple", "typing.NamedTuple")
def namedtuple(call: Call) -> Value:
    """A class whose instances are tuples with names."""
    names = call.arg(1, "field_names")
    if isinstance(names, Literal) and isinstance(names.value, str):
        fields = tuple(names.value.replace(",", " ").split())
    else:
        known = call.host.iterate(names).known if names is not None else ()
        fields = tuple(str(v.value) for v in known if isinstance(v, Literal))

    def make(_: Host, args: Args, place: Place) -> Value:
        values = dict(zip(fields, args.positional, strict=False)) | args.keywords
        default = Unknown(Why(place, "a field that is not given"))
        return Tuple(tuple(values.get(name, default) for name in fields), fields)

    return Native("namedtuple", make)


@handles("dataclasses.dataclass")
def dataclass(call: Call) -> Value:
    first = call.args.positional[0] if call.args.positional else None
    compares = call.args.keywords.get("eq", TRUE)
    if isinstance(first, Class):
        call.host.state.names(first.scope)[DATACLASS] = compares
        return first

    def mark(host: Host, args: Args, _: Place) -> Value:
        cls = args.positional[0] if args.positional else NONE
        if isinstance(cls, Class):
            host.state.names(cls.scope)[DATACLASS] = compares
        return cls

    return Native("dataclass", mark)


FIELD = "field"
FIELD_FLAGS = ("init", "kw_only", "compare")


@handles("dataclasses.field")
def field(call: Call) -> Value:
    """A default, or a factory that is called for each instance."""
    said = {name: call.args.keywords[name] for name in ("default", *FIELD_FLAGS) if name in call.args.keywords}
    factory = call.args.keywords.get("default_factory")
    return Partial(Native(FIELD, _unchanged), () if factory is None else (factory,), tuple(said.items()))


@handles("dataclasses.replace")
def replaced(call: Call) -> Value:
    value = call.args.positional[0] if call.args.positional else NONE
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Instance):  # made anew: `__post_init__` runs
        return call.host.call(found.cls, Args((), {**found.attrs, **call.args.keywords}), call.place)
    return call.unknown("what is replaced is not known")


@handles("types.SimpleNamespace", "argparse.Namespace")
def namespace(call: Call) -> Value:
    return call.host.new(Instance(Library(call.name), dict(call.args.keywords), place=call.place))


@handles("types.MethodType")
def method_type(call: Call) -> Value:
    """The function as a method of the object."""
    if len(call.args.positional) != 2:
        return call.unknown("the function and the object are not known")
    return Bound(call.args.positional[1], call.args.positional[0])


@handles("typing.cast")
def cast(call: Call) -> Value:
    return call.args.positional[1] if len(call.args.positional) > 1 else NONE


@handles("json.loads", "json.load", "argparse.ArgumentParser.parse_args")
def read(_: Call) -> Value:
    return Plain("object")
