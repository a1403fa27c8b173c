"""Attributes of libraries that the program itself has set: `F.relu = my_relu`, `nn.Linear.forward = my_forward`."""

from __future__ import annotations

from gradsight.domain.values import Library, Value
from gradsight.interpret.machine import Machine

SCOPE = 0
"""The scope that keeps them, by their whole names; older than all that a program makes."""


def patch(machine: Machine, library: Library, name: str, value: Value) -> None:
    """`library.name = value`."""
    if SCOPE not in machine.state.scopes:
        machine.state.open(SCOPE, None)
    machine.state.names(SCOPE)[f"{library.name}.{name}"] = value


def patched(machine: Machine, library: str, name: str) -> Value | None:
    """What the program has set there; None if it has not."""
    full = f"{library}.{name}"
    return machine.state.look(SCOPE, full) if full in machine.state.bound(SCOPE) else None
