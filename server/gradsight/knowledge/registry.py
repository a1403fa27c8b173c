"""Handlers by qualified name. A name ending in `.*` stands for everything below it."""

from __future__ import annotations

from collections.abc import Callable

from gradsight.knowledge.host import Handler

_HANDLERS: dict[str, Handler] = {}


def handles(*names: str) -> Callable[[Handler], Handler]:
    """Registers a handler for calls of these names."""

    def register(handler: Handler) -> Handler:
        for name in names:
            assert name not in _HANDLERS, f"two handlers for {name}"
            _HANDLERS[name] = handler
        return handler

    return register


def handled() -> tuple[str, ...]:
    """The names that have a handler of their own."""
    return tuple(name for name in _HANDLERS if not name.endswith("*"))


def handler(name: str) -> Handler | None:
    """The handler of a name, or of the nearest name above it that covers all below."""
    found = _HANDLERS.get(name)
    while found is None and "." in name:
        name = name.rpartition(".")[0]
        found = _HANDLERS.get(name + ".*")
    return found
