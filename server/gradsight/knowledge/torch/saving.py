"""What operations save for backward, and what a change in place does to that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gradsight.domain.flow import Flow, flows
from gradsight.domain.grad import Grad
from gradsight.domain.graph import Graph
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import NOTHING, Ids
from gradsight.domain.search import Reaching, Savers
from gradsight.domain.values import Ref, Tuple, Value
from gradsight.findings import Place
from gradsight.knowledge.host import Host

RESULT = "result"
SavesFor = Mapping[str, frozenset[str]]
"""What is saved, by parameter or as "result" and the like, and for the gradient of which parameters."""
Saved = tuple[Ids, bool, bool]
"""The tensors that are certainly saved; whether the result is; whether anything is."""
NOTHING_SAVED: Saved = (NOTHING, False, False)


def torch_keeps_saved(source: str) -> bool:
    """Whether nothing in a text packs what is saved for backward into something else."""
    return not any(name in source for name in ("saved_tensors_hooks", "save_on_cpu"))


def saved_by(host: Host, saves_for: SavesFor, given: Iterable[tuple[str, Value]]) -> Saved:
    """What a call with these arguments by parameter certainly saves."""
    if not saves_for or not host.saves:
        return NOTHING_SAVED
    by_name: dict[str, list[Value]] = {}
    for name, value in given:
        by_name.setdefault(name.removeprefix("*"), []).append(value)
    sure = {name for name, values in by_name.items() if flows(host.state, values).certain}
    kept = [what for what, wanted in saves_for.items() if not sure.isdisjoint(wanted)]
    ids = frozenset(id for what in kept for id in _tensors(host, by_name.get(what, ())))
    anything = any(what not in by_name or any(_tensors(host, by_name[what])) for what in kept)
    return ids, RESULT in kept, anything


def _tensors(host: Host, values: Iterable[Value]) -> Iterator[int]:
    return (v.id for v in values if isinstance(v, Ref) and isinstance(host.state.heap[v.id], Tensor))


def note_siblings(host: Host, results: Value) -> None:
    """What one call returned together."""
    if not isinstance(results, Tuple):
        return
    ids = frozenset(id for value in _flat(results) for id in _tensors(host, (value,)))
    for id in ids:
        found = host.state.tensor(id)
        if found is not None and found.graph.saves:
            host.state.heap[id] = replace(found, graph=replace(found.graph, siblings=ids - {id}))


def _flat(value: Value) -> Iterator[Value]:
    if isinstance(value, Tuple):
        for item in value.items:
            yield from _flat(item)
    else:
        yield value


def node(source: Flow, saved: Saved, id: int | None = None) -> Graph:
    """The graph of a result that is certainly tracked."""
    ids, result, anything = saved
    own = ids | {id} if result and id is not None else ids
    behind = source.reach.must if anything else source.behind_saved
    return Graph(own, saves=anything or source.saves, behind=behind, outdated=source.outdated)


def note_write(host: Host, ids: Ids, place: Place) -> None:
    """Every node that has saved one of these is no longer as it was."""
    if not host.saves or not ids:
        return
    for id in host.state.heap.search(Savers(ids)):
        found = host.state.heap[id]
        if isinstance(found, Tensor) and found.states & Grad.TRACKED:
            host.state.heap[id] = replace(found, graph=found.graph.changed(place, found.why.place))


def note_new_node(host: Host, ids: Ids, moved: Ids = NOTHING) -> None:
    """These tensors get other nodes: the graphs that came to them lead to what they were.

    `moved`: those that were leaves in each graph that came to them up to now, and are none any more.
    """
    for id in host.state.heap.search(Reaching(ids)):
        found = host.state.heap[id]
        if id in ids or not isinstance(found, Tensor):
            continue
        graph = found.graph
        outdated = graph.outdated | ids & found.reach.may
        new = graph.moved | moved & found.reach.must - graph.outdated
        if outdated != graph.outdated or new != graph.moved:
            host.state.heap[id] = replace(found, graph=replace(graph, outdated=outdated, moved=new))
