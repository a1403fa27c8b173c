"""Names of libraries that nothing here knows, as far as somebody has looked up what they mean (`Host.meaning`)."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import CALM, flows
from gradsight.domain.objects import Instance, Optimizer
from gradsight.domain.reach import EMPTY, Reach
from gradsight.domain.values import Library, Native, Plain, Ref, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.effects import open_every_grad, passed_to_unknown, tainted
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.python.names import harmless
from gradsight.knowledge.torch.data import LOADERS
from gradsight.knowledge.torch.detaching import leave
from gradsight.knowledge.torch.keeping import keep
from gradsight.knowledge.torch.layers import is_layer
from gradsight.knowledge.torch.names import public_name
from gradsight.knowledge.torch.optimizers import init_optimizer, is_optimizer_class
from gradsight.knowledge.torch.unseen import EITHER, make_unseen
from gradsight.knowledge.types import Part, Parts, typed
from gradsight.meaning import Meaning, Type

KNOWN = (".", "torch.", "jaxtyping.", "torchtyping.")
"""How names begin that there is nothing to ask about: relative imports that lead nowhere, and libraries that are known here."""
NUMBERS = ("int", "float", "bool", "complex")


def roles(found: Type) -> tuple[str, ...]:
    """Torch's classes among a class and its bases, under their public names."""
    return tuple(public_name(name) for name in found.ancestry() if name.startswith("torch."))


def is_module_type(found: Type) -> bool:
    """Whether a class is a `nn.Module`, as all classes in `torch.nn` are that others derive from."""
    return any(is_layer(name) or name.startswith("torch.nn.modules.") for name in roles(found))


def is_optimizer_type(found: Type) -> bool:
    return any(map(is_optimizer_class, roles(found)))


def class_of(host: Host, name: str) -> Type | None:
    """The class that a library has under a name; None if it is none, or nobody has looked."""
    found = host.meaning(name) if _is_open(name) else None
    return found.type if found is not None and found.role == "class" else None


def _is_open(name: str) -> bool:
    """Whether there is something to ask: names of torch and of Python's own libraries are known here."""
    return "." in name and not name.startswith(KNOWN) and not harmless(name)


def call_foreign(call: Call) -> Value | None:
    """What calling a library's function or class gives; None if nothing is known of it."""
    found = call.host.meaning(call.name) if _is_open(call.name) else None
    match found:
        case None:
            return None
        case Meaning(role="same", type=Type(name)):
            return call.host.call(Library(public_name(name)), call.args, call.place)
        case Meaning(role="class", type=cls):
            return _instance(call, cls)
        case Meaning(role="function", type=returned) if returned.name:
            return _returned(call, returned)
    return None


def declared(host: Host, value: Value, cls: str, name: str, place: Place, values: bool = True) -> Value | None:
    """What a library declares that objects of its class have under a name; None if it says nothing of it.

    With `values` false, methods only."""
    full = f"{cls}.{name}"
    asked = _is_open(cls) and full.replace(".", "").isidentifier() and not name.startswith("__")
    found = host.meaning(full) if asked else None
    if found is None or not found.type.name:
        return None
    if found.role == "function":
        return Native(full, _call_declared, (value, Library(full)))
    if found.role != "value" or not values:
        return None
    reach = Reach(hidden=isinstance(value, Unknown) and value.tainted)
    return of_type(host, found.type, Why(place, f"`{full}`, whose code is not read"), reach)


def _call_declared(host: Host, receiver: Value, method: Library, args: Args, place: Place) -> Value:
    if isinstance(receiver, Unknown) and receiver.tainted:
        open_every_grad(host)
    if isinstance(receiver, Ref) and isinstance(host.state.heap[receiver.id], Instance):
        keep(host, receiver.id, args)
    call = Call(host, method.name, args.with_first(receiver), place)
    result = call_foreign(call)
    return call.unknown(f"`{method.name}` is not known") if result is None else result


def reason(host: Host, name: str) -> str:
    """Why nothing is known of a name, for the end of a sentence about it."""
    found = host.meaning(name) if _is_open(name) else None
    return f": {found.reason}" if found is not None and found.reason else ""


def _instance(call: Call, cls: Type) -> Value | None:
    """A new instance. What the constructor does with its arguments is open."""
    host, place = call.host, call.place
    passed_to_unknown(host, call.args, place)
    if is_module_type(cls):
        return make_unseen(host, call.name, place, call.args, states=EITHER)
    if is_optimizer_type(cls):
        return _optimizer(call)
    if any(name in LOADERS for name in roles(cls)):
        dataset = call.arg(0, "dataset") or call.unknown("the dataset is not known")
        return host.new(Instance(Library(LOADERS[0]), {"dataset": dataset}, place=place))
    if not cls.whole:
        return None
    text = f"an object of `{call.name}`, whose code is not read"
    return replace(call.unknown(text), annotation=call.name)


def _optimizer(call: Call) -> Value:
    """An optimizer of a library. What its first argument is not plainly, may hold any tensors."""
    host, args = call.host, call.args
    made = host.new(Optimizer(Library(call.name), {}, call.place))
    first = args.positional[0] if args.positional else args.keywords.get("params")
    wraps = isinstance(first, Ref) and isinstance(host.state.heap[first.id], Optimizer | Instance)
    open_ended = Args((Unknown(Why(call.place, "what the optimizer holds is not known")),))
    init_optimizer(host, made, call.name, open_ended if first is None or wraps else args, call.place)
    return made


def _returned(call: Call, found: Type) -> Value:
    """A value of the declared type; its gradient may go back to whatever was passed."""
    host, args = call.host, call.args
    touched = tainted(host, args)
    source = flows(host.state, args.all())
    passed_to_unknown(host, args, call.place)
    why = Why(call.place, f"returned by `{call.name}`, whose code is not read", source.whys)
    reach = replace(source.reach.possibly(), hidden=source.reach.hidden or touched)
    value = of_type(host, found, why, reach)
    if isinstance(value, Plain) and value.kind in NUMBERS:
        return leave(call, value.kind, "number", source if source.certain or source.lost else CALM)
    if isinstance(value, Unknown):
        return Unknown(
            Why(call.place, f"`{call.name}` gives a `{found.name}`, of which no more is known"),
            value.annotation,
            touched,
        )
    return value


def of_type(host: Host, found: Type, why: Why, reach: Reach = EMPTY, many: bool = False) -> Value:
    """A value of a type that a library declares."""
    if is_module_type(found):
        return typed(host, "torch.nn.Module", (), why, many)
    if is_optimizer_type(found):
        return typed(host, "torch.optim.Optimizer", (), why, many)
    if not found.name:
        return Unknown(why)
    name = public_name(found.name)
    if "torch.Tensor" in roles(found):
        name = "torch.Tensor"
    return typed(host, name, tuple(_part(host, each, why, reach) for each in found.arguments), why, many, reach)


def _part(host: Host, found: Type, why: Why, reach: Reach) -> Part | None:
    return None if found.name == "..." else lambda many: of_type(host, found, why, reach, many)


def of_name(host: Host, name: str, parts: Parts, why: Why, many: bool = False) -> Value:
    """A value of the class that a library has under a name, as an annotation says it."""
    found = host.meaning(name) if _is_open(name) else None
    if found is None or not found.type.name:
        return typed(host, name, parts, why, many)
    value = of_type(host, found.type, why, many=many)
    return Unknown(why, name) if isinstance(value, Unknown) else value


def value_of(host: Host, name: str, place: Place) -> Value:
    """A library's object under a name; a constant as a value of its type."""
    if not name.rpartition(".")[2].isupper() or not _is_open(name):
        return Library(name)
    found = host.meaning(name)
    if found is None or found.role != "value" or not found.type.name:
        return Library(name)
    return of_type(host, found.type, Why(place, f"`{name}` of a library"))
