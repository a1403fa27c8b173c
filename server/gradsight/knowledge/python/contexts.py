"""`contextlib`: contexts that hold others, or nothing."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.grad import Tri
from gradsight.domain.objects import Generator, Instance
from gradsight.domain.state import Mode
from gradsight.domain.values import NONE, Bound, Library, Partial, Plain, Ref, Switch, Tuple, Value
from gradsight.findings import Place
from gradsight.knowledge.effects import passed_to_unknown
from gradsight.knowledge.host import Args, Call, Host
from gradsight.knowledge.registry import handles

STACKS = ("contextlib.ExitStack", "contextlib.AsyncExitStack")
NOTHINGS = ("contextlib.suppress", "contextlib.redirect_stdout", "contextlib.redirect_stderr", "contextlib.closing")


@handles("contextlib.nullcontext", *STACKS, *NOTHINGS)
def context(call: Call) -> Value:
    """An object; `nullcontext(x)` and `closing(x)` give x inside."""
    inside = call.arg(0, "enter_result", NONE) or NONE
    attrs = {"enter_result": inside} if call.name.endswith(("nullcontext", "closing")) else {"*entered": Tuple(())}
    return call.host.new(Instance(Library(call.name), attrs, place=call.place))


@handles(
    *(f"{stack}.{name}" for stack in STACKS for name in ("enter_context", "push", "callback", "enter_async_context"))
)
def enter_context(call: Call) -> Value:
    """Enters a context until the stack is left; a callback is called then."""
    given = call.args.positional[1] if len(call.args.positional) > 1 else NONE
    if call.name.endswith("callback"):
        given = Partial(given, call.args.positional[2:], tuple(call.args.keywords.items()))
    held = _to_leave(call, given)
    for id in call.receivers():
        found = call.host.state.heap[id]
        entered = found.attrs.get("*entered") if isinstance(found, Instance) else None
        if isinstance(found, Instance) and isinstance(entered, Tuple):
            attrs = {**found.attrs, "*entered": Tuple((*entered.items, *held))}
            call.host.state.heap[id] = replace(found, attrs=attrs)
    return given if isinstance(given, Partial) else _enter(call, given)


@handles(*(f"{stack}.{name}" for stack in STACKS for name in ("pop_all", "close", "aclose")))
def empty_stack(call: Call) -> Value:
    """`pop_all()` hands what was entered to another stack; `close()` leaves it now."""
    result: Value = NONE
    for id in call.receivers():
        found = call.host.state.heap[id]
        if not isinstance(found, Instance):
            continue
        entered = found.attrs.get("*entered", Tuple(()))
        if isinstance(call.receiver, Ref):
            call.host.state.heap[id] = replace(found, attrs={**found.attrs, "*entered": Tuple(())})
        if call.name.endswith("pop_all"):
            result = call.host.new(Instance(found.cls, {**found.attrs, "*entered": entered}, place=call.place))
        elif isinstance(entered, Tuple):
            leave_stack(call.host, entered.items, call.place)
    return result


def _to_leave(call: Call, given: Value) -> tuple[Value, ...]:
    """What is left later, with the grad mode that is in force then."""
    found = call.host.state.heap.get(given.id) if isinstance(given, Ref) else None
    if isinstance(found, Generator):
        return Switch(call.place, before=call.host.modes(found)[1]), given
    if isinstance(given, Switch) and given.neutral:
        return ()
    if isinstance(given, Switch) and not isinstance(given.before, Mode):
        return (replace(given, before=call.host.state.mode),)
    return (given,)


def _enter(call: Call, entered: Value) -> Value:
    host = call.host
    if isinstance(entered, Switch):
        if not isinstance(entered.before, Mode):
            host.state.mode = host.state.mode.switched(entered)
        return NONE
    found = host.state.heap.get(entered.id) if isinstance(entered, Ref) else None
    if isinstance(found, Generator):
        _open(host, found, call.place)
        host.state.mode = host.modes(found)[0]
        return call.unknown("what the context gives is not followed")
    method = host.attribute(entered, "__enter__", call.place)
    if isinstance(method, Bound):
        return host.call(method, Args(), call.place)
    return entered if isinstance(entered, Plain | Ref) else call.unknown("what the context gives is not followed")


def _open(host: Host, found: Generator, place: Place) -> None:
    """A generator cannot be left half run: what it gets hold of may be anything while the stack is open, and after."""
    if isinstance(found.function, Partial):
        given = (found.function.function, *found.function.args)
        passed_to_unknown(host, Args(given, dict(found.function.kwargs)), place)


def leave_stack(host: Host, entered: tuple[Value, ...], place: Place, error: Value = NONE) -> Tri:
    """Leaves what a stack has entered, the last first, with an error or without. Whether the error goes no further."""
    swallowed: Tri = False
    for value in reversed(entered):
        found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
        passes: Tri = True
        if isinstance(value, Partial):
            host.call(value, Args(), place)
        elif isinstance(value, Switch) and isinstance(value.before, Mode):
            host.state.mode = value.before
        elif isinstance(found, Generator):
            _open(host, found, place)
            passes = None
        elif isinstance(found, Instance) and found.cls == Library("contextlib.suppress"):
            passes = None
        elif isinstance(found, Instance):
            passes = _exit(host, value, error, place)
        if error != NONE and passes is not True:
            swallowed = swallowed or (None if passes is None else True)
            error = error if passes is None else NONE
    return swallowed


def _exit(host: Host, context: Value, error: Value, place: Place) -> Tri:
    """Calls `__exit__`; whether an error goes on."""
    method = host.attribute(context, "__exit__", place)
    if not isinstance(method, Bound):
        return True
    swallows = host.truth(host.call(method, Args((error, error, error)), place))
    return None if swallows is None else not swallows
