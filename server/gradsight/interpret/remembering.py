"""`functools.cache`: the same arguments give the very same result again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gradsight.domain.objects import Dict
from gradsight.domain.values import Choice, Function, Plain, Ref, Tuple, Unknown, Value, choice, literal
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args


def remembered(machine: Machine, function: Function, args: Args, run: Callable[[], Value]) -> Value:
    """What the call gives: what an equal one gave before, else what `run` gives. Its results are kept beside the function."""
    name = f"*results of {function.name}"
    found = machine.state.look(function.scope, name)
    if not isinstance(found, Ref):
        found = machine.state.names(function.scope)[name] = machine.new(Dict({}))
    memory = machine.state.heap[found.id]
    assert isinstance(memory, Dict)
    key = Tuple((*args.positional, *(Tuple((literal(k), v)) for k, v in sorted(args.keywords.items()))))
    sure = args.more is None and not any(isinstance(value, Choice | Plain | Unknown) for value in args.all())
    if sure and key in memory.items:
        return memory.items[key]
    earlier = [] if memory.rest is None else [memory.rest]
    result = choice([run(), *earlier, *(() if sure else memory.items.values())])
    memory = machine.state.heap[found.id]
    assert isinstance(memory, Dict)
    rest = memory.rest if sure else result if memory.rest is None else choice([memory.rest, result])
    items = {**memory.items, key: result} if sure else memory.items
    machine.state.heap[found.id] = replace(memory, items=items, rest=rest)
    return result
