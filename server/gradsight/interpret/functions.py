"""Functions of the program: definitions, and running them with real arguments at each call."""

from __future__ import annotations

from collections.abc import Sequence as Many
from contextlib import ExitStack

import libcst as cst

from gradsight.domain.objects import Generator
from gradsight.domain.state import Mark, State
from gradsight.domain.values import NONE, Function, Partial, Plain, Unknown, Value
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.again import run_call
from gradsight.interpret.forms import evaluates, executes
from gradsight.interpret.frames import Code, Frame
from gradsight.interpret.limits import DEPTH
from gradsight.interpret.machine import Machine
from gradsight.interpret.parameters import bind_parameters, defaults_of
from gradsight.interpret.variables import bind
from gradsight.interpret.yields import has_yield
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.coroutines import coroutine
from gradsight.syntax import children

SAME_FUNCTION = 5
"""How deeply a function may be nested in itself."""
AGAIN = 100
"""How often it may call itself in one call from outside: a tree of calls grows with the power of its depth."""


@executes(cst.FunctionDef)
def define(machine: Machine, node: cst.FunctionDef) -> None:
    machine.frame.statement = machine.place(node)
    function = as_called = make_function(machine, node, node.name.value)
    result: Value = function
    for decorator in reversed(node.decorators):
        result = _decorated(machine, decorator, result)
        if isinstance(result, Function) and result.code is function.code:
            as_called = result
    if machine.frame.code.path == machine.path:
        machine.notes.functions.append(as_called)
    bind(machine, node.name.value, result)


def decorate(machine: Machine, decorators: Many[cst.Decorator], value: Value) -> Value:
    """The value after its decorators, the nearest first; one that is not known leaves it as it is."""
    for decorator in reversed(decorators):
        value = _decorated(machine, decorator, value)
    return value


def _decorated(machine: Machine, decorator: cst.Decorator, value: Value) -> Value:
    from gradsight.interpret.decorators import flavoured

    maker = machine.eval(decorator.decorator)
    flavour = flavoured(machine, maker, value)
    if flavour is not None:
        return flavour
    result = machine.call(maker, Args((value,)), machine.place(decorator.decorator))
    return value if isinstance(result, Unknown | Plain) else result


def make_function(machine: Machine, node: cst.FunctionDef | cst.Lambda, name: str) -> Function:
    """The function as a value; its defaults are evaluated here and now."""
    frame = machine.frame
    code = machine.code(node, frame.code.base, frame.code.spans)
    code.lost = frame.code.lost
    _annotations(machine, node)
    scope, owner = frame.scope, None
    if frame.is_class:
        owner = frame.scope
        scope = machine.state.enclosing(frame.scope) or 0
    else:
        frame.captured = True
    return Function(code, scope, name, defaults_of(machine, node.params), owner)


def _annotations(machine: Machine, node: cst.FunctionDef | cst.Lambda) -> None:
    if isinstance(node, cst.FunctionDef) and node.returns is not None:
        machine.eval(node.returns.annotation)


@evaluates(cst.Lambda)
def lambda_(machine: Machine, node: cst.Lambda) -> Value:
    return make_function(machine, node, "<lambda>")


def call_function(machine: Machine, function: Function, args: Args, place: Place) -> Value:
    """Runs the function; answers what it returns on any of its paths."""
    code = function.code
    assert isinstance(code, Code)
    machine.notes.called.add(code)
    code.wake()
    if has_yield(code):
        kwargs = tuple(args.keywords.items())
        return machine.new(Generator(Partial(function, args.positional, kwargs), None))
    if isinstance(code.node, cst.FunctionDef) and code.node.asynchronous is not None:
        return coroutine(machine, _called(machine, function, args, code, place))
    return _called(machine, function, args, code, place)


def _called(machine: Machine, function: Function, args: Args, code: Code, place: Place) -> Value:
    trouble = budget(machine, code, function)
    if trouble:
        return Unknown(Why(place, trouble), tainted=True)
    if function.flavour == "remembered":
        from gradsight.interpret.remembering import remembered

        return remembered(machine, function, args, lambda: run_function(machine, function, args))
    return run_call(machine, function, args, lambda: run_function(machine, function, args))


def budget(machine: Machine, code: Code, function: Function) -> str:
    """Why it is not followed this time; empty if it is."""
    if len(machine.frames) > DEPTH:
        return "the calls are nested too deeply to follow"
    nested = machine.running.count(code)
    machine.again[code] = machine.again.get(code, 0) + 1 if nested else 0
    if nested >= SAME_FUNCTION or machine.again[code] > AGAIN:
        return f"`{function.name}` calls itself too often to follow"
    return ""


def run_function(machine: Machine, function: Function, args: Args, frame: Frame | None = None) -> Value:
    """Runs the body in a new frame."""
    code = function.code
    assert isinstance(code, Code)
    frame = frame or Frame(code, 0)
    frame.scope = machine.id()
    frame.function, frame.before = function, machine.state.mode
    frame.receiver = args.positional[0] if args.positional else None
    caller = machine.frames[-1].statement if machine.frames else code.place(code.node)
    frame.statement = caller
    since = machine.mark()
    machine.state.open(frame.scope, function.scope)
    machine.frames.append(frame)
    machine.running.append(code)
    with ExitStack() as modes:
        for switch in function.switches:
            modes.enter_context(machine.switched(machine.state.mode.switched(switch)))
        bind_parameters(machine, code.node, function, args)
        value = _run_body(machine, code.node, frame, since)
    machine.frames.pop()
    machine.running.pop()
    if not frame.captured:
        machine.state.scopes.pop(frame.scope, None)
    return value


def _run_body(machine: Machine, node: cst.CSTNode, frame: Frame, since: Mark) -> Value:
    if isinstance(node, cst.Lambda):
        return machine.eval(node.body)
    assert isinstance(node, cst.FunctionDef)
    machine.body(node.body.body)
    ends: list[tuple[State, Value]] = list(frame.returns)
    if not machine.state.dead:
        ends.append((machine.state, _without_return(machine, frame.code)))
    if not ends and frame.on_yield is not None:
        return NONE
    if not ends:
        machine.state.dead = False
        machine.fail()
        return Unknown(Why(machine.place(node), f"`{node.name.value}` only raises"))
    machine.state, value = machine.join_all(ends, since)
    return NONE if value is None else value


def _without_return(machine: Machine, code: Code) -> Value:
    """What comes back where the body ends; a `return` may stand in what does not parse."""
    return (
        Unknown(Why(machine.place(code.node), "a part of it does not parse"), tainted=True)
        if code.lost is not None
        else NONE
    )


def last_return(machine: Machine, owner: Value, method: str) -> Place | None:
    """The last `return` of a method of the program; of one that has none, its definition."""
    from gradsight.interpret.classes import find

    function = find(machine, owner, method)
    if not isinstance(function, Function) or not isinstance(function.code, Code):
        return None
    code, found = function.code, function.code.node
    stack = list(children(code.node))
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Return) and not (
            isinstance(found, cst.Return) and code.place(found).start > code.place(node).start
        ):
            found = node
        if not isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
            stack.extend(children(node))
    return code.place(found)
