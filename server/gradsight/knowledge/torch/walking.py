"""A backward's walk over the graph: it needs what was saved there, and lets go of it unless the graph is retained."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from gradsight.domain.events import Fault, Fine
from gradsight.domain.grad import Filled, Grad, Tri
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import Ids, Reach
from gradsight.domain.values import NONE
from gradsight.findings import Place
from gradsight.knowledge.host import Call, Host

Nodes = list[tuple[int, Tensor]]


def retained(call: Call, index: int, create_graph: Tri) -> Tri:
    """Whether the graph outlives this backward; unless it is said, it does if a graph of the gradients is made."""
    flag = call.arg(index, "retain_graph")
    return create_graph if flag is None or flag == NONE else call.host.truth(flag)


def walk(host: Host, reach: Reach, only: Ids | None, place: Place, retain: Tri) -> None:
    """Walks from the root to the leaves, or to the tensors in `only`; notes where torch certainly raises."""
    nodes = _certain(host, reach, only)
    freed = [
        (id, found)
        for id, found in nodes
        if found.graph.freed is True and found.graph.saves and _needs_saved(found, only)
    ]
    written = [(id, found) for id, found in nodes if found.graph.written is not None]
    _note(host, "graph-freed", freed, place)
    moved = {leaf for _, found in nodes for leaf in found.graph.moved if only is None}
    leaves = [(id, found) for id in sorted(moved) if (found := host.state.tensor(id)) and _has_history(found)]
    _note(host, "saved-modified", [] if freed else written, place)
    _note(host, "leaf-moved", [] if freed or written else leaves, place)
    if freed or written or leaves:
        half_filled(host, reach, only)
        host.fail()
    if retain is not True:
        _free(host, reach, {id for id, _ in nodes} if retain is False else set(), only, place)


def _needs_saved(found: Tensor, only: Ids | None) -> bool:
    """Whether the way from there to what is asked for comes to something that was saved, not only what lies further behind."""
    return only is None or not only.isdisjoint(found.graph.behind - found.graph.outdated)


def half_filled(host: Host, reach: Reach, only: Ids | None) -> None:
    """While a backward runs, or where it raises, it is not known which leaves have their gradients already."""
    for id in reach.may:
        found = host.state.tensor(id)
        if found is not None and (only is None or id in only or found.states & Grad.TRACKED):
            host.state.heap[id] = replace(found, grad=filled(found, False), blank=None)


def filled(found: Tensor, sure: bool) -> Filled:
    """`.grad` of what a backward has come to, or may have."""
    if found.dead_view or found.states == Grad.CONSTANT:
        return found.grad
    if found.states == Grad.LEAF or (found.states == Grad.TRACKED and found.retains):
        return Filled.POPULATED if sure else found.grad | Filled.POPULATED
    if found.states == Grad.TRACKED and found.retains is False:
        return found.grad
    return found.grad | Filled.POPULATED


def _has_history(leaf: Tensor) -> bool:
    return leaf.states == Grad.TRACKED and not leaf.summary


def doubted(host: Host, reach: Reach, outdated: Ids) -> Ids:
    """Those of the `outdated` to which no certain way is known that comes to what they are now."""
    if not outdated:
        return outdated
    ways = (tensor for id in reach.must if (tensor := host.state.tensor(id)) is not None)
    return outdated.difference(*(way.reach.must - _outdated(host, way) for way in ways))


def _outdated(host: Host, way: Tensor) -> Ids:
    """What the graph of a tensor no longer comes to; a leaf that had a history is one again without it."""
    graph = way.graph
    again = (id for id in graph.moved if (found := host.state.tensor(id)) and not found.states & Grad.TRACKED)
    return graph.outdated.difference(again) if graph.moved else graph.outdated


def _certain(host: Host, reach: Reach, only: Ids | None) -> Nodes:
    """The nodes that are certainly walked over: those between the root and what is asked for."""
    found = [(id, tensor) for id in sorted(reach.must) if (tensor := host.state.tensor(id)) is not None]
    if only is None:
        return found
    return [(id, tensor) for id, tensor in found if not only.isdisjoint(tensor.reach.must - _outdated(host, tensor))]


def _note(host: Host, kind: Literal["graph-freed", "saved-modified", "leaf-moved"], bad: Nodes, place: Place) -> None:
    """Of several nodes the fault is at the one nearest to the root."""
    if not bad:
        host.log.add(Fine(host.visit(place), kind))
        return
    behind = {id for _, found in bad for id in found.reach.may}
    id, first = next(((id, found) for id, found in reversed(bad) if id not in behind), bad[-1])
    graph = first.graph
    at = {"graph-freed": graph.freed_at, "saved-modified": graph.written, "leaf-moved": first.why.place}[kind]
    host.log.add(Fault(host.visit(place), kind, first, frozenset({id}), first.name, at))


def _free(host: Host, reach: Reach, sure: set[int], only: Ids | None, place: Place) -> None:
    """Lets go of what was saved. What `only` leaves aside may be freed or not, since paths may run along each other."""
    for id in reach.may:
        found = host.state.tensor(id)
        if found is not None and found.graph.saves:
            # What was saved behind it may lie aside of the way to what is asked for.
            certain = id in sure and not found.summary and _needs_saved(found, only)
            for each in (id, *found.graph.siblings):
                other = host.state.tensor(each)
                if other is not None:
                    host.state.heap[each] = replace(other, graph=other.graph.walked(place, certain))
