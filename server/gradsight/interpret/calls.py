"""Calls: arguments, and what is called."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gradsight.domain.objects import Dict, Instance, Optimizer, Sequence, Tensor
from gradsight.domain.state import Mode
from gradsight.domain.values import (
    Bound,
    Choice,
    Class,
    Function,
    Library,
    Literal,
    Method,
    Missing,
    Native,
    Partial,
    Plain,
    Ref,
    Switch,
    Tuple,
    Unknown,
    Value,
    choice,
    not_none,
    options,
)
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.classes import find_method
from gradsight.interpret.forms import evaluates
from gradsight.interpret.functions import call_function
from gradsight.interpret.instances import instantiate
from gradsight.interpret.iteration import iterate
from gradsight.interpret.machine import Machine
from gradsight.interpret.namespaces import as_dict
from gradsight.interpret.narrowing import current, set_current
from gradsight.interpret.supers import own_super
from gradsight.knowledge.dispatch import call_library, call_method
from gradsight.knowledge.effects import open_every_grad, passed_to_unknown, tainted
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.backward import unseen_backward
from gradsight.knowledge.torch.grads import used
from gradsight.knowledge.torch.modules import call_module
from gradsight.knowledge.torch.optimizers import note_step
from gradsight.knowledge.torch.unseen import loose_part, unseen


@evaluates(cst.Call)
def call_expression(machine: Machine, node: cst.Call) -> Value:
    if _is_bare_super(node):
        machine.record(node.func, Plain("object"))
        return own_super(machine, machine.place(node))
    function = machine.eval(node.func)
    if isinstance(function, Unknown) and isinstance(node.func, cst.Attribute) and node.func.attr.value in OF_MODULES:
        function = _as_module(machine, node.func, function)
    args = arguments(machine, node)
    unknown = [option for option in options(function) if isinstance(option, Unknown)]
    if unknown and isinstance(node.func, cst.Attribute) and node.func.attr.value == "backward":
        unseen_backward(machine, (*unknown, *args.all()), machine.place(node))
    return call(machine, function, args, machine.place(node))


OF_MODULES = ("parameters", "named_parameters", "children", "named_children", "modules", "named_modules")
"""Methods that only modules have."""


def _as_module(machine: Machine, node: cst.Attribute, function: Unknown) -> Value:
    """What is not known turns out to be a module: so it is from here on, if it has a name to be known by."""
    owner = node.value
    if not isinstance(owner, cst.Name | cst.Attribute):
        return function
    value = current(machine, owner)
    if not isinstance(value, Unknown):
        return function
    made = unseen(machine, "torch.nn.Module", value.why)
    set_current(machine, owner, made)
    machine.record(owner, made)
    return Method(made, node.attr.value)


def _is_bare_super(node: cst.Call) -> bool:
    return isinstance(node.func, cst.Name) and node.func.value == "super" and not node.args


def arguments(machine: Machine, node: cst.Call) -> Args:
    """The arguments, in order of evaluation."""
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    more: list[Value] = []
    whole: list[bool] = []
    places: list[Place] = []
    for arg in node.args:
        value = machine.eval(arg.value)
        if arg.star == "*":
            items = iterate(machine, value)
            positional.extend(items.known)
            more.extend(() if items.rest is None else (items.rest,))
            whole.extend(() if items.rest is None else (items.whole,))
        elif arg.star == "**":
            _spread(machine, as_dict(machine, value), keywords, more)
            whole.append(not more)
        elif arg.keyword is not None:
            keywords[arg.keyword.value] = value
        else:
            positional.append(value)
            places.append(machine.place(arg.value))
    return Args(tuple(positional), keywords, choice(more) if more else None, tuple(places), bool(more) and all(whole))


def _spread(machine: Machine, value: Value, keywords: dict[str, Value], more: list[Value]) -> None:
    found = machine.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Dict):
        for key, item in found.items.items():
            if isinstance(key, Literal) and isinstance(key.value, str):
                keywords[key.value] = item
        more.extend(() if found.rest is None else (found.rest,))
    else:
        more.append(
            value
            if isinstance(value, Unknown | Plain)
            else Unknown(Why(machine.statement, "what is unpacked is not followed"))
        )


def call(machine: Machine, function: Value, args: Args, place: Place) -> Value:
    """The result of calling `function`."""
    match function:
        case Function():
            return call_function(machine, function, args, place)
        case Bound(receiver, inner):
            if isinstance(inner, Function) and inner.name == "step" and isinstance(receiver, Ref):
                _step(machine, receiver.id, place)
            return call(machine, inner, args.with_first(receiver), place)
        case Class():
            return instantiate(machine, function, args, place)
        case Library(name):
            return call_library(machine, name, args, place)
        case Method(receiver, name):
            return call_method(machine, receiver, name, args, place)
        case Native(run=run, bound=bound):
            return run(machine, *bound, args, place)
        case Partial(inner, positional, kwargs):
            merged = Args((*positional, *args.positional), {**dict(kwargs), **args.keywords}, args.more)
            return call(machine, inner, merged, place)
        case Choice():
            return _either(machine, function, args, place)
        case Ref(id):
            return _object(machine, function, id, args, place)
        case Switch():
            return _decorate(machine, function, args)
        case Missing():
            used(machine, function, place)
    return _unknown(machine, function, args, place)


def _step(machine: Machine, id: int, place: Place) -> None:
    if isinstance(machine.state.heap[id], Optimizer):
        note_step(machine, id, place)


def _either(machine: Machine, function: Choice, args: Args, place: Place) -> Value:
    callables = options(not_none(function))
    return machine.each(callables, lambda option: call(machine, option, args, place))


def _object(machine: Machine, value: Ref, id: int, args: Args, place: Place) -> Value:
    found = machine.state.heap[id]
    if isinstance(found, Tensor) and found.loose:
        return loose_part(machine, value, "what calling it returned", place)
    if isinstance(found, Instance):
        own = find_method(machine, found.cls, "__call__") if isinstance(found.cls, Class) else None
        if own is not None:
            return call(machine, Bound(value, own), args, place)
        if found.module:
            return call_module(machine, value, args, place)
        if isinstance(found.cls, Library):
            return call_method(machine, value, "__call__", args, place)
    return _unknown(machine, value, args, place)


def _decorate(machine: Machine, switch: Switch, args: Args) -> Value:
    """A grad mode used as a decorator; one that took effect when it was made is restored."""
    if isinstance(switch.before, Mode):
        machine.state.mode = switch.before
    if not args.positional:
        return switch
    target = args.positional[0]
    if isinstance(target, Function):
        return target if switch.neutral else replace(target, switches=(*target.switches, switch))
    return target if isinstance(target, Class) else Native("switched", _call_switched, (target, switch))


def _call_switched(machine: Machine, target: Value, switch: Switch, args: Args, place: Place) -> Value:
    with machine.switched(machine.state.mode.switched(switch)):
        return call(machine, target, args, place)


def _holds_no_tensor(machine: Machine, value: Value) -> bool:
    """Whether it is a plain value, a type of one, or a tuple or list of such."""
    match value:
        case Plain() | Literal():
            return True
        case Library(name):
            return name.startswith(("numpy.", "builtins."))
        case Tuple(items=items):
            return all(_holds_no_tensor(machine, item) for item in items)
        case Ref(id) if isinstance(found := machine.state.heap[id], Sequence):
            return found.rest is None and all(isinstance(item, Plain | Literal) for item in found.items)
    return False


def _unknown(machine: Machine, function: Value, args: Args, place: Place) -> Value:
    if isinstance(function, Plain) and all(_holds_no_tensor(machine, value) for value in args.all()):
        return function if function.kind == "ndarray" else Plain("object")
    touched = tainted(machine, args) or (isinstance(function, Unknown) and function.tainted)
    passed_to_unknown(machine, args, place)
    if isinstance(function, Unknown) and function.tainted:
        open_every_grad(machine)
    why = function.why if isinstance(function, Unknown) else None
    text = f"`{machine.source(place).split('(')[0].strip()[:60]}` is not known"
    return Unknown(Why(place, text, () if why is None else (why,)), tainted=touched)
