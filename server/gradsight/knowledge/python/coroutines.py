"""Coroutines and tasks: what an asynchronous function gives is there once it is awaited."""

from __future__ import annotations

from gradsight.domain.objects import Instance, Sequence
from gradsight.domain.values import NONE, Choice, Library, Ref, Value, choice
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles

COROUTINE = "typing.Coroutine"
RESULT = "*result"
"""The attribute of a coroutine for what awaiting it gives. The function is run where it is called."""


def coroutine(host: Host, result: Value) -> Value:
    """What is to be awaited for `result`."""
    return host.new(Instance(Library(COROUTINE), {RESULT: result}))


def awaited(host: Host, value: Value) -> Value:
    """What `await` gives; a value that is no coroutine here is taken for its result."""
    if isinstance(value, Choice):
        return choice([awaited(host, option) for option in value.options])
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return found.attrs.get(RESULT, value) if isinstance(found, Instance) else value


@handles("asyncio.run", f"{COROUTINE}.result")
def run(call: Call) -> Value:
    """Runs it to its end."""
    return awaited(call.host, call.receiver) if call.args.positional else call.unknown("what is awaited is not known")


@handles("asyncio.create_task", "asyncio.ensure_future", "asyncio.wait_for", "asyncio.shield")
def scheduled(call: Call) -> Value:
    """Something else to be awaited for the same result."""
    return call.receiver if call.args.positional else call.unknown("what is awaited is not known")


@handles("asyncio.gather")
def gather(call: Call) -> Value:
    """The results of all, in order."""
    host = call.host
    rest = None if call.args.more is None else awaited(host, call.args.more)
    results = tuple(awaited(host, value) for value in call.args.positional)
    return coroutine(host, host.new(Sequence("list", results, rest)))


@handles("asyncio.sleep")
def sleep(call: Call) -> Value:
    """Gives its second argument after a while."""
    return coroutine(call.host, call.args.positional[1] if len(call.args.positional) > 1 else NONE)
