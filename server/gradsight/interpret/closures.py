"""What the code of a function or class can get hold of by names, wherever it is called from."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from gradsight.domain.values import Class, Function, Value
from gradsight.interpret.frames import Code
from gradsight.interpret.machine import Machine
from gradsight.interpret.reading import reads
from gradsight.knowledge.host import Closure


def closure(machine: Machine, found: Function | Class) -> Closure:
    """The values that the names in it mean now, and its defaults; of a class also what its body has bound."""
    code = found.code
    assert isinstance(code, Code)
    if isinstance(found, Class):
        return Closure((*_bound(machine, found), *found.bases))
    code.wake()
    named = (_look(machine, found.scope, name) for name in _names(code.node))
    values = [value for value in named if value is not None]
    return Closure((*values, *(default for _, default in found.defaults)), "requires_grad" in _text(machine, code))


@lru_cache(maxsize=4096)
def _names(node: cst.CSTNode) -> tuple[str, ...]:
    return tuple(sorted(reads(node)))


def _bound(machine: Machine, cls: Class) -> tuple[Value, ...]:
    found = ((name, machine.state.look(cls.scope, name)) for name in machine.state.bound(cls.scope))
    return tuple(value for name, value in found if value is not None and not name.startswith("*"))


def _look(machine: Machine, scope: int | None, name: str) -> Value | None:
    while scope is not None:
        value = machine.state.look(scope, name)
        if value is not None:
            return value
        scope = machine.state.enclosing(scope)
    return None


def _text(machine: Machine, code: Code) -> str:
    return machine.source(code.place(code.node))
