"""Finds what knows a library call: a handler, the op table, a layer, an optimizer, a distribution, or nothing."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import CALM, flows
from gradsight.domain.objects import Dict, Generator, Instance, Object, Optimizer, Sequence, Tensor
from gradsight.domain.state import State
from gradsight.domain.values import (
    NONE,
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Missing,
    Plain,
    Ref,
    Super,
    Tuple,
    Unknown,
    Value,
    choice,
    not_none,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge import handlers  # noqa: F401  # registers every handler
from gradsight.knowledge.effects import handed_over, passed_to_unknown
from gradsight.knowledge.foreign import call_foreign, reason
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.libraries import makes_module, may_make_module
from gradsight.knowledge.python.names import gives_plain, harmless
from gradsight.knowledge.python.numpy import is_array_library
from gradsight.knowledge.registry import handler
from gradsight.knowledge.torch.apply import apply_op, is_tensor
from gradsight.knowledge.torch.containers import container_name
from gradsight.knowledge.torch.detaching import leave
from gradsight.knowledge.torch.distributions import (
    call_distribution_method,
    is_distribution,
    make_distribution,
    parameters,
    row_of,
)
from gradsight.knowledge.torch.factories import factory
from gradsight.knowledge.torch.layers import forward_layer, is_layer, make_layer
from gradsight.knowledge.torch.loose import is_loose, loose_method, loosened
from gradsight.knowledge.torch.modules import base_of, init_module
from gradsight.knowledge.torch.names import public_name
from gradsight.knowledge.torch.optimizers import init_optimizer, is_optimizer_class, make_optimizer
from gradsight.knowledge.torch.outs import given_out, write_out
from gradsight.knowledge.torch.table import op
from gradsight.knowledge.torch.unseen import make_unseen


def library_attribute(library: str, name: str) -> Value:
    """`library.name`, under its canonical name; constants of Python's libraries are numbers."""
    full = public_name(f"{library}.{name}" if library else name)
    if full in ("math.pi", "math.e", "math.inf", "math.nan", "math.tau", "numpy.pi", "numpy.e", "numpy.inf", "numpy.nan",
                "torch.pi", "torch.e", "torch.inf", "torch.nan"):  # fmt: skip
        return Plain("float")
    if full == "typing.TYPE_CHECKING":
        return Literal(False, "bool")
    return Library(full)


def call_library(host: Host, name: str, args: Args, place: Place) -> Value:
    """The result of calling a library function or class."""
    call = Call(host, name, args, place)
    found, row = handler(name), op(name)
    out = given_out(row, args)
    if row is not None and out is not None:
        return write_out(host, row, args, out, place)
    if found is not None:
        return found(call)
    if row is not None:
        if name.startswith("torch.Tensor.") and args.positional:
            return call_method(
                host, args.positional[0], name.rpartition(".")[2], Args(args.positional[1:], args.keywords), place
            )
        return factory(call, row) if row.factory else apply_op(host, row, args, place)
    if is_layer(name):
        return make_layer(host, name, args, place)
    if is_optimizer_class(name):
        return make_optimizer(host, name, args, place)
    if is_distribution(name):
        return make_distribution(host, name, args, place)
    return _other_library(call)


def _other_library(call: Call) -> Value:
    host, args = call.host, call.args
    source = flows(host.state, args.all())
    if is_array_library(call.name):
        return leave(call, "ndarray", "numpy", source)
    if gives_plain(call.name):
        return leave(call, "object", "number", source if source.certain or source.lost else CALM)
    if makes_module(call.name):
        return make_unseen(host, call.name, call.place, args)
    if harmless(call.name):
        handed_over(host, (value for value in args.all() if isinstance(value, Function | Bound)), call.place)
        return call.unknown(f"`{call.name}` is not known")
    foreign = call_foreign(call)
    if foreign is not None:
        return foreign
    passed_to_unknown(host, args, call.place)
    if may_make_module(call.name):
        return make_unseen(host, call.name, call.place, args, guessed=True)
    return call.unknown(f"`{call.name}` is not known{reason(host, call.name)}")


def call_method(host: Host, receiver: Value, name: str, args: Args, place: Place) -> Value:
    """The result of calling a method that the program does not define."""
    if isinstance(receiver, Choice):
        receiver = not_none(receiver)
        if is_tensor(host.state, receiver) and is_view(name):
            return choice([call_method(host, option, name, args, place) for option in options(receiver)])
        if not is_tensor(host.state, receiver) or isinstance(receiver, Ref):
            return host.each(options(receiver), lambda option: call_method(host, option, name, args, place))
    if isinstance(receiver, Super):
        return _super_method(host, receiver, name, args, place)
    call = Call(host, f"{_kind(host.state, host, receiver)}.{name}", args.with_first(receiver), place)
    loose = is_loose(host, receiver)
    special = loose_method(call, name) if loose else None
    if special is not None:
        return special
    found = handler(call.name) or (handler(f"Module.{name}") if call.name.startswith("Container.") else None)
    result = _untold_method(call, receiver, name) if found is None else found(call)
    return loosened(host, name, result) if loose else result


def is_view(name: str) -> bool:
    """Whether a method of tensors gives another look at the same storage."""
    row = op(f"torch.Tensor.{name}")
    return row is not None and (row.view or row.maybe_view)


def _kind(state: State, host: Host, value: Value) -> str:
    """The class whose methods a value has."""
    match value:
        case Choice():
            return "torch.Tensor"
        case Ref(id):
            match state.heap[id]:
                case Tensor():
                    return "torch.Tensor"
                case Sequence(kind=kind):
                    return kind
                case Dict(kind=kind):
                    return kind
                case Optimizer():
                    return "Optimizer"
                case Generator():
                    return "generator"
                case Instance(module=True) as found:
                    return "Module" if container_name(host, found) is None else "Container"
                case Instance(cls=Library(name)):
                    return name
                case Instance():
                    base = host.library_base(state.heap[id].cls)  # type: ignore[union-attr]
                    return base.name if isinstance(base, Library) else "object"
        case Literal(kind=kind) | Plain(kind=kind):
            return kind
        case Tuple():
            return "tuple"
        case Missing():
            return "NoneType"
        case Class():
            base = host.library_base(value)
            return base.name if isinstance(base, Library) else "class"
    return "object"


def _untold_method(call: Call, receiver: Value, name: str) -> Value:
    host = call.host
    found = host.state.heap.get(receiver.id) if isinstance(receiver, Ref) else None
    if is_tensor(host.state, receiver):
        row = op(f"torch.Tensor.{name}")
        if row is not None:
            return factory(call, row) if row.factory else apply_op(host, row, call.args, call.place)
        return call.unknown(f"the tensor method `{name}` is not known")
    if isinstance(found, Instance) and row_of(host, found) is not None:
        return call_distribution_method(host, found, name, call.args, call.place)
    if isinstance(found, Instance) and found.module and name == "forward" and isinstance(receiver, Ref):
        rest = Args(call.args.positional[1:], call.args.keywords, call.args.more)
        return forward_layer(host, receiver, base_of(host, found.cls), rest, call.place)
    if isinstance(receiver, Class):
        return _inherited(call, receiver)
    return _of_other(call, receiver)


def _inherited(call: Call, cls: Class) -> Value:
    base = call.host.library_base(cls)
    name = call.name
    if isinstance(base, Library):
        return call_library(call.host, f"{base.name}.{name.rpartition('.')[2]}", call.args, call.place)
    return call.unknown(f"`{name}` is not known")


def _of_other(call: Call, receiver: Value) -> Value:
    host = call.host
    if isinstance(receiver, Literal | Plain | Missing):
        return _of_plain(call, receiver)
    found = host.state.heap.get(receiver.id) if isinstance(receiver, Ref) else None
    name = found.cls.name if isinstance(found, Instance) and isinstance(found.cls, Library) else call.name
    if gives_plain(name) and not _own_name(found, name):
        return Plain("object")
    foreign = call_foreign(call) if isinstance(found, Instance) else None
    if foreign is not None:
        return foreign
    if not harmless(name):
        passed_to_unknown(host, call.args, call.place)
    return call.unknown(f"`{name}` is not known")


def _own_name(found: Object | None, name: str) -> bool:
    """Whether a class of the program may have set this itself: `self.model` of a test case is none of `unittest`'s own."""
    inherited = isinstance(found, Instance) and not isinstance(found.cls, Library)
    return inherited and not name.rpartition(".")[2].startswith(CHECKS)


CHECKS = ("assert", "fail", "skip", "subTest", "add", "id", "enter")
"""How the methods of `unittest.TestCase` begin."""


def _of_plain(call: Call, receiver: Literal | Plain | Missing) -> Value:
    """A plain value answers plain values, unless it is handed something else that it may give back."""
    kind = receiver.kind if isinstance(receiver, Plain | Literal) and receiver.kind in ("str", "ndarray") else "object"
    if kind == "object" and not all(isinstance(value, Literal | Plain) for value in call.args.all()):
        return call.unknown(f"`{call.name}` may give back what it is given")
    rest = flows(call.host.state, call.args.positional[1:])
    source = flows(call.host.state, (receiver,)).and_(rest if rest.certain or rest.lost else CALM)
    return leave(call, kind, "number", source)


def _super_method(host: Host, value: Super, name: str, args: Args, place: Place) -> Value:
    """A method of the nearest base that a library defines."""
    receiver = value.receiver
    found = host.state.heap.get(receiver.id) if isinstance(receiver, Ref) else None
    if name == "__init_subclass__":
        return NONE
    if isinstance(found, Optimizer) and isinstance(receiver, Ref) and name == "__init__":
        init_optimizer(host, receiver, base_of(host, found.cls), args, place)
        return NONE
    if isinstance(found, Instance) and isinstance(receiver, Ref):
        base = base_of(host, found.cls)
        if name == "__init__":
            if is_distribution(base):
                host.state.heap[receiver.id] = replace(found, attrs={**parameters(base, args), **found.attrs})
            init_module(host, receiver, base, args, place)
            return NONE
        if name in ("forward", "__call__") and found.module:
            return forward_layer(host, receiver, base, args, place)
        if name == "__setattr__" and len(args.positional) == 2 and isinstance(args.positional[0], Literal):
            host.set_attribute(receiver, str(args.positional[0].value), args.positional[1], place, plainly=True)
            return NONE
        if not base:
            return Unknown(Why(place, f"no base here defines `{name}`"))
    return call_method(host, receiver, name, args, place)
