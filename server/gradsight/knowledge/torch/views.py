"""Views without a graph of their own: they say that they require grad as long as their base does, and nothing flows."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.search import Views
from gradsight.knowledge.host import Host


def follow_base(host: Host, base: int) -> None:
    """After the flag of `base` was set: its views that have neither a graph nor a flag of their own say the same."""
    for id in host.state.heap.search(Views(frozenset({base}))):
        found = host.state.heap[id]
        if isinstance(found, Tensor) and not found.states & Grad.TRACKED:
            own = found.states & Grad.LEAF and not found.dead_view
            if not own:
                host.state.heap[id] = like_base(host, found)


def like_base(host: Host, view: Tensor) -> Tensor:
    """A tensor whose own flag is off, with what it says because of its base, if it is a view."""
    base = None if view.base is None else host.state.tensor(view.base)
    if base is None or base is view or view.inference:
        return view
    on = Grad.LEAF if base.states & (Grad.LEAF | Grad.TRACKED) else Grad(0)
    off = Grad.CONSTANT if base.states & Grad.CONSTANT else Grad(0)
    return replace(view, states=on | off, dead_view=bool(on))
