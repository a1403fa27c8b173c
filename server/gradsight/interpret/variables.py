"""Names: where they are bound and what they mean."""

from __future__ import annotations

import libcst as cst

from gradsight.domain.values import FALSE, NONE, TRUE, Library, Unknown, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.interpret.forms import evaluates
from gradsight.interpret.machine import Machine
from gradsight.knowledge.python.names import BUILTINS

CONSTANTS = {"True": TRUE, "False": FALSE, "None": NONE}


@evaluates(cst.Name)
def name(machine: Machine, node: cst.Name) -> Value:
    if node.value in CONSTANTS:
        return CONSTANTS[node.value]
    value = lookup(machine, node.value)
    if value is None:
        return machine.unknown(node, f"`{node.value}` is not defined in what was read")
    return value


def lookup(machine: Machine, name: str) -> Value | None:
    """What a name means here: locally, in the functions around, in the module, in Python itself."""
    frame = machine.frame
    state = machine.state
    scope: int | None = frame.outer_names.get(name, frame.scope)
    while scope is not None:
        value = state.look(scope, name)
        if value is not None:
            return value
        scope = state.enclosing(scope)
    if name in BUILTINS:
        return Library(f"builtins.{name}")
    own = {"__name__": literal("__main__"), "__file__": literal(machine.path)}.get(name)
    return own or state.look(globals_of(machine), "*open")


TYPED = "*typed "
"""Before a name that is imported for type checking only; no program can spell it."""


def typed_name(machine: Machine, name: str) -> Value | None:
    """What a name means to a type checker only."""
    scope: int | None = machine.frame.scope
    while scope is not None:
        value = machine.state.look(scope, TYPED + name)
        if value is not None:
            return value
        scope = machine.state.enclosing(scope)
    return None


def globals_of(machine: Machine) -> int:
    """The scope of the module whose code is run now."""
    scope = machine.frame.scope
    while (around := machine.state.enclosing(scope)) is not None:
        scope = around
    return scope


def bind(machine: Machine, name: str, value: Value) -> None:
    """Binds a name in the scope that it belongs to."""
    frame = machine.frame
    machine.state.names(frame.outer_names.get(name, frame.scope))[name] = value


def rebind(machine: Machine, name: str, value: Value) -> None:
    """Changes what a name means where it is bound already."""
    scope: int | None = machine.frame.outer_names.get(name, machine.frame.scope)
    while scope is not None:
        if machine.state.look(scope, name) is not None:
            machine.state.names(scope)[name] = value
            return
        scope = machine.state.enclosing(scope)


def unbind(machine: Machine, name: str) -> None:
    frame = machine.frame
    machine.state.names(frame.outer_names.get(name, frame.scope)).pop(name, None)


def forget(machine: Machine, names: frozenset[str], place: Place) -> None:
    """Code that could not be read may have bound any name that it mentions."""
    for each in names:
        bind(machine, each, Unknown(Why(place, "the code here could not be read")))
