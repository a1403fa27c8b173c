"""Which step a backward is for: in a GAN the gradients that the discriminator's backward would give the generator are cleared unused."""

from __future__ import annotations

from gradsight.domain.events import Backward, Cleared, Stepped
from gradsight.rules.context import Context


def in_vain(context: Context) -> dict[int, frozenset[int]]:
    """By `id` of a backward the leaves that lie behind a cut before it and are cleared before the next step with them."""
    cleared: set[int] = set()
    result: dict[int, frozenset[int]] = {}
    for event in reversed(context.run.log.events):
        match event:
            case Stepped():
                cleared -= {context.find(id) for group in event.groups for id, _ in group}
            case Cleared():
                cleared |= context.find_all(event.ids)
            case Backward():
                result[id(event)] = context.find_all(event.root.lost) & cleared
    return result
