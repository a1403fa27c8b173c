"""`functools.cache`: the same arguments give the very same result again."""

from __future__ import annotations

from collections.abc import Callable

from gradsight.domain.objects import Dict
from gradsight.domain.values import Function, Literal, Ref, Tuple, Unknown, Value, choice, literal
from gradsight.domain.walk import parts
from gradsight.domain.why import Why
from gradsight.interpret.machine import Machine
from gradsight.knowledge.host import Args
from gradsight.knowledge.python.dicts import put


def remembered(machine: Machine, function: Function, args: Args, run: Callable[[], Value]) -> Value:
    """What the call gives: what an equal one gave before, else what `run` gives. Its results are kept beside the function."""
    name = f"*results of {function.name}"
    found = machine.state.look(function.scope, name)
    if not isinstance(found, Ref):
        found = machine.state.names(function.scope)[name] = machine.new(Dict({}))
    memory = machine.state.heap[found.id]
    assert isinstance(memory, Dict)
    given = Tuple((*args.positional, *(Tuple((literal(k), v)) for k, v in sorted(args.keywords.items()))))
    key = machine.key(given) if args.more is None else None
    if key in memory.items and key is not None:
        if _constants(memory.spelled.get(key, key)) != _constants(given):
            key = None  # whether equal constants, as 1 and 1.0, are told apart is not promised
        elif key not in memory.unsure:
            return memory.items[key]
    earlier = [] if memory.rest is None else [memory.rest]
    may_be = memory.items.values() if key is None else [memory.items[key]] if key in memory.items else []
    result = choice([run(), *earlier, *may_be])
    memory = machine.state.heap[found.id]
    assert isinstance(memory, Dict)
    asked = given if key is not None else Unknown(Why(machine.statement, "arguments that are not known"))
    machine.state.heap[found.id] = put(machine, memory, asked, result)
    return result


def _constants(value: Value) -> list[Value]:
    """The constants that a value holds."""
    return [value] if isinstance(value, Literal) else [each for part in parts(value) for each in _constants(part)]
