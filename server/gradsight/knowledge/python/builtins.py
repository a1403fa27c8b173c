"""Python's built-in functions."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict, Instance, Tensor
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
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
from gradsight.domain.walk import NESTED_DEEPLY, grows
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.python.dicts import dict_of, updated
from gradsight.knowledge.python.iterables import ask_key, give_back, some_from
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.detaching import leave
from gradsight.knowledge.torch.parameters import children_of
from gradsight.knowledge.torch.unnamed import set_unnamed


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
    if len(call.args.positional) > 1 or call.args.keywords:  # a number in another base
        return Plain(kind)
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


@handles("builtins.dict", "collections.OrderedDict", "collections.Counter")
def dictionary(call: Call) -> Value:
    host, made = call.host, Dict({})
    if call.args.positional:
        made = replace(dict_of(host, _first(call)), kind="dict", factory=None)
    own: dict[Value, Value] = {literal(name): value for name, value in call.args.keywords.items()}
    return host.new(updated(made, Dict(own)))


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
        if "default" in call.args.keywords and not items.certain:
            values = (*values, call.args.keywords["default"])
    ask_key(call, values)
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
        items = some_from(call.host, _first(call))
        answers = [call.host.truth(value) for value in items.known]
        decisive = call.name == "builtins.any"
        if decisive in answers:
            if None not in answers[: answers.index(decisive)]:
                give_back(call.host, _first(call), items, answers.index(decisive) + 1)
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
    if isinstance(value, Tuple) and value.cls is not None:
        return value.cls
    if isinstance(found, Tensor):
        return Library("torch.nn.Parameter" if found.parameter else "torch.Tensor")
    return call.unknown("the class is not known")


@handles("builtins.getattr")
def getattr_(call: Call) -> Value:
    name = call.arg(1, "name")
    default = call.args.positional[2] if len(call.args.positional) > 2 else None
    if isinstance(name, Choice):
        rest = call.args.positional[2:]
        return call.host.each(name.options, lambda option: _named(call, option, rest))
    if not (isinstance(name, Literal) and isinstance(name.value, str)):
        return _some_part(call)
    owners = options(_first(call))
    if len(owners) > 1 and default is not None:
        return choice([_attribute(call, owner, name.value, default) for owner in owners])
    return _attribute(call, _first(call), name.value, default)


def _attribute(call: Call, owner: Value, name: str, default: Value | None) -> Value:
    value = call.host.attribute(owner, name, call.place)
    if default is not None and isinstance(value, Unknown | Method):
        if _holds(call.host, owner, name) is True:
            return value
        return choice([value, default]) if isinstance(value, Method) and _is_tensor(call.host, owner) else default
    return choice([value, default]) if default is not None and _holds(call.host, owner, name) is None else value


def _holds(host: Host, value: Value, name: str) -> Tri:
    """Whether an instance has set an attribute of its own; where it may not have, its class has none of that name."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(found, Instance) or name not in found.attrs:
        return False
    return None if name in found.unsure and not host.has(found.cls, name) else True


def _named(call: Call, name: Value, rest: tuple[Value, ...]) -> Value:
    """The same call with one of the names that are possible."""
    return call.host.call(Library(call.name), Args((_first(call), name, *rest)), call.place)


def _some_part(call: Call) -> Value:
    """An attribute under a name that is not known: of a module any submodule, or something else."""
    found: list[Value] = [call.unknown("the name of the attribute is not known")]
    for option in options(_first(call)):
        module = call.host.state.heap.get(option.id) if isinstance(option, Ref) else None
        if isinstance(option, Ref) and isinstance(module, Instance) and module.module:
            found += [Ref(id) for _, id in children_of(call.host, option.id)]
    return choice(found)


@handles("builtins.object.__setattr__", "torch.nn.Module.__setattr__")
def set_plainly(call: Call) -> Value:
    """Sets an attribute, whatever the `__setattr__` of the class does."""
    name = call.arg(1, "name")
    if len(call.args.positional) > 2 and isinstance(name, Literal) and isinstance(name.value, str):
        call.host.set_attribute(_first(call), name.value, call.args.positional[2], call.place, plainly=True)
    elif len(call.args.positional) > 2:
        set_unnamed(call.host, _first(call), call.args.positional[2], call.place)
    return NONE


@handles("builtins.setattr")
def setattr_(call: Call) -> Value:
    name = call.arg(1, "name")
    if len(call.args.positional) > 2 and isinstance(name, Choice):
        rest = call.args.positional[2:]
        call.host.each(name.options, lambda option: _named(call, option, rest))
    elif len(call.args.positional) > 2:
        if isinstance(name, Literal) and isinstance(name.value, str):
            call.host.set_attribute(_first(call), name.value, call.args.positional[2], call.place)
        else:
            set_unnamed(call.host, _first(call), call.args.positional[2], call.place)
    return NONE


@handles("builtins.vars")
def vars_(call: Call) -> Value:
    """`vars(x)` is `x.__dict__`."""
    if not call.args.positional:
        return call.unknown("the names of a scope as a dict are not followed")
    return call.host.attribute(_first(call), "__dict__", call.place)


@handles("builtins.hasattr")
def hasattr_(_: Call) -> Value:
    return Plain("bool")


@handles("builtins.slice")
def slice_(call: Call) -> Value:
    from gradsight.domain.values import Slice

    made = Slice(call.args.positional)
    return call.unknown(NESTED_DEEPLY) if grows(made) else made


@handles("builtins.super")
def super_(call: Call) -> Value:
    """`super(Class, self)`."""
    if len(call.args.positional) == 2 and isinstance(call.args.positional[0], Class):
        return Super(call.args.positional[0].scope, call.args.positional[1])
    return call.unknown("`super()` with these arguments")


@handles("builtins.object")
def object_(_: Call) -> Value:
    return Plain("object")
