"""`functools.singledispatch`: which function runs depends on the type of the first argument."""

from __future__ import annotations

from functools import partial

import libcst as cst

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Dict
from gradsight.domain.values import Class, Function, Library, Native, Ref, Unknown, Value, options
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.frames import Code
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args, Call
from gradsight.knowledge.registry import handles

OF_FUNCTION, OF_METHOD = "singledispatch", "singledispatchmethod"


@handles(f"functools.{OF_FUNCTION}", f"functools.{OF_METHOD}")
def single_dispatch(call: Call) -> Value:
    """The function with a registry of others; `register` adds to it."""
    if not call.args.positional:
        return call.unknown("the function is not known")
    name = call.name.rpartition(".")[2]
    return Native(
        name, partial(_dispatch_by, int(name == OF_METHOD)), (call.args.positional[0], call.host.new(Dict({})))
    )


def attribute(value: Native, name: str) -> Value | None:
    """`describe.register`."""
    if value.name not in (OF_FUNCTION, OF_METHOD) or name != "register":
        return None
    return Native("register", _register, (value,))


def _register(machine: Machine, dispatched: Value, args: Args, place: Place) -> Value:
    first, second = (*args.positional, None, None)[:2]
    if second is not None and first is not None:
        return _add(machine, dispatched, first, Args((second,)), place)
    if isinstance(first, Function):
        return _add(machine, dispatched, _annotated(machine, first, dispatched), Args((first,)), place)
    return Native("registering", _add, (dispatched, first if first is not None else _unsaid(place)))


def _add(machine: Machine, dispatched: Value, cls: Value, args: Args, place: Place) -> Value:
    assert isinstance(dispatched, Native)
    registry = dispatched.bound[1]
    assert isinstance(registry, Ref)
    found = machine.state.heap[registry.id]
    if isinstance(found, Dict) and args.positional:
        key = cls if isinstance(cls, Class | Library) else None
        rest = args.positional[0] if key is None else found.rest
        items = dict(found.items) if key is None else {**found.items, key: args.positional[0]}
        machine.state.heap[registry.id] = Dict(items, rest)
    return args.positional[0] if args.positional else _unsaid(place)


def _annotated(machine: Machine, function: Function, dispatched: Value) -> Value:
    """The class that the annotation of the parameter names."""
    assert isinstance(function.code, Code) and isinstance(dispatched, Native)
    node = function.code.node
    params = (*node.params.posonly_params, *node.params.params) if isinstance(node, cst.FunctionDef) else ()
    at = 1 if dispatched.name == OF_METHOD else 0
    annotation = params[at].annotation if at < len(params) else None
    return machine.eval(annotation.annotation) if annotation is not None else _unsaid(machine.statement)


def _unsaid(place: Place) -> Value:
    return Unknown(Why(place, "the type to register for is not known"))


def _dispatch_by(at: int, machine: Machine, default: Value, registry: Value, args: Args, place: Place) -> Value:
    found = machine.state.heap[registry.id] if isinstance(registry, Ref) else None
    if not isinstance(found, Dict) or len(args.positional) <= at:
        return Unknown(Why(place, "what is dispatched on is not known"))
    each = [partial(_call, machine, default, found, at, args, one, place) for one in options(args.positional[at])]
    return machine.either(each)


def _call(machine: Machine, default: Value, registry: Dict, at: int, args: Args, first: Value, place: Place) -> Value:
    given = Args((*args.positional[:at], first, *args.positional[at + 1 :]), args.keywords, args.more)
    answers = {cls: machine.is_instance(first, cls) for cls in registry.items}
    runs = _nearest(machine, default, registry, answers)
    return machine.either([partial(machine.call, function, given, place) for function in runs])


def _nearest(machine: Machine, default: Value, registry: Dict, answers: dict[Value, Tri]) -> list[Value]:
    """The functions that may run: of the classes that match, those that no other one is derived from."""
    sure = [cls for cls, answer in answers.items() if answer is True]
    nearest = [cls for cls in sure if not any(_derives(machine, other, cls) for other in sure if other != cls)]
    maybe = [registry.items[cls] for cls, answer in answers.items() if answer is None]
    rest = [] if registry.rest is None else [registry.rest]
    return [*(registry.items[cls] for cls in nearest), *([] if sure else [default]), *maybe, *rest]


def _derives(machine: Machine, cls: Value, base: Value) -> bool:
    from gradsight.interpret.classes import is_subclass, mro

    if isinstance(base, Library):
        return is_subclass(machine, cls, base.name) is True
    return base in mro(machine, cls)
