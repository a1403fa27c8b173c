"""A backward's walk over the graph: it needs what was saved there, and lets go of it unless the graph is retained."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.events import Fault, FaultKind, Fine
from gradsight.domain.grad import Tri
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
    _note(host, "saved-modified", [] if freed else written, place)
    if freed or written:
        host.fail()
    if retain is not True:
        _free(host, reach, {id for id, _ in nodes} if retain is False else set(), only, place)


def _needs_saved(found: Tensor, only: Ids | None) -> bool:
    """Whether the way from there to what is asked for comes to something that was saved, not only what lies further behind."""
    return only is None or not only.isdisjoint(found.graph.behind)


def _certain(host: Host, reach: Reach, only: Ids | None) -> Nodes:
    """The nodes that are certainly walked over: those between the root and what is asked for."""
    found = [(id, tensor) for id in sorted(reach.must) if (tensor := host.state.tensor(id)) is not None]
    if only is None:
        return found
    return [(id, tensor) for id, tensor in found if not only.isdisjoint(tensor.reach.must)]


def _note(host: Host, kind: FaultKind, bad: Nodes, place: Place) -> None:
    """Of several nodes the fault is at the one nearest to the root."""
    if not bad:
        host.log.add(Fine(host.visit(place), kind))
        return
    behind = {id for _, found in bad for id in found.reach.may}
    id, first = next(((id, found) for id, found in reversed(bad) if id not in behind), bad[-1])
    at = first.graph.freed_at if kind == "graph-freed" else first.graph.written
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
