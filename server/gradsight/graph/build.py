"""Makes the graph of one expression from what a run saw of it: its history, with the cuts that lie in it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Many

from gradsight.domain.objects import Tensor
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.graph.data import Edge, Graph, Node
from gradsight.interpret.facts import facts, states_of
from gradsight.interpret.program import Run
from gradsight.interpret.words import CUTS

MOST_NODES = 40
_WIDTH = 44


def graph_of(run: Run, place: Place) -> Graph | None:
    """The graph of the tensor that the expression at `place` is; None if it certainly is none."""
    home = run.places.home(place)
    seen = [each for each in run.sightings.seen((home.path, home.start, home.end)) if isinstance(each, Tensor)]
    if not seen:
        return None
    cuts = {cut.place: cut for tensor in seen for cut in tensor.lost.values()}
    whys, edges, more = _walk([tensor.why for tensor in seen])
    roots = {tensor.why.place for tensor in seen}
    states = _States(run, seen, {at.path for at in (*whys, *cuts) if at.path})
    whys, edges = _without_history_of_constants(whys, edges, states)
    places = [*whys, *(at for at in cuts if at not in whys)]
    nodes = tuple(_node(run, at, whys.get(at), cuts.get(at), states.at(at), at in roots) for at in places)
    number = {at: index for index, at in enumerate(places)}
    lines = [Edge(number[one], number[other], _cut(states, one, cuts.get(other))) for one, other in edges]
    lines += [Edge(number[at], 0, CUTS[cut.kind]) for at, cut in cuts.items() if at not in whys]
    return Graph(_shorten(run.places.text(place)), nodes, tuple(lines), more)


def _walk(roots: Many[Why]) -> tuple[dict[Place, Why], list[tuple[Place, Place]], bool]:
    """The history by place, nearest first, and the edges from input to result. What happened twice at a place is one."""
    found: dict[Place, Why] = {}
    edges: dict[tuple[Place, Place], None] = {}
    todo, done, more = deque(roots), set[int](), False
    while todo:
        why = todo.popleft()
        if id(why) in done:
            continue
        done.add(id(why))
        if why.place not in found and len(found) >= MOST_NODES:
            more = True
            continue
        found.setdefault(why.place, why)
        for parent in why.parents:
            todo.append(parent)
            if parent.place != why.place:
                edges[parent.place, why.place] = None
    return found, [edge for edge in edges if edge[0] in found and edge[1] in found], more


def _without_history_of_constants(
    whys: dict[Place, Why], edges: list[tuple[Place, Place]], states: _States
) -> tuple[dict[Place, Why], list[tuple[Place, Place]]]:
    """What no gradient could come from is shown as an input, without what it was computed from."""
    results: dict[Place, list[Place]] = defaultdict(list)
    for one, other in edges:
        results[one].append(other)
    concerned = {at for at in whys if states.at(at) not in ("constant", "")}
    todo = deque(concerned)
    while todo:
        for result in results[todo.popleft()]:
            if result not in concerned:
                concerned.add(result)
                todo.append(result)
    if not concerned:
        return whys, edges
    kept = [(one, other) for one, other in edges if other in concerned]
    shown = concerned | {one for one, _ in kept}
    return {at: why for at, why in whys.items() if at in shown}, kept


class _States:
    """The gradient states at a place: those of the fact there, or of the leaves that were made there."""

    def __init__(self, run: Run, seen: Many[Tensor], paths: Iterable[str]) -> None:
        self._real = run.places.real
        self._facts = {
            Place(path, fact.start, fact.end): fact
            for path in paths
            for fact in facts(run, path)
            if fact.kind == "tensor"
        }
        on_the_way = {id for tensor in seen for id in (*tensor.reach.may, *tensor.lost)}
        self._leaves = {leaf.why.place for id, leaf in run.log.leaves.items() if run.log.find(id) in on_the_way}
        self._roots: Mapping[Place, tuple[str, ...]] = {tensor.why.place: states_of(tensor.states) for tensor in seen}

    def at(self, place: Place) -> str:
        """Joined by "|"; empty if not known."""
        if place in self._leaves:
            return "leaf"
        fact = self._facts.get(self._real(place))
        return "|".join(fact.states if fact else self._roots.get(place, ()))


def _cut(states: _States, source: Place, cut: Cut | None) -> str:
    """Why the gradient ends between an input and what was computed: what is constant loses nothing there."""
    return "" if cut is None or states.at(source) == "constant" else CUTS[cut.kind]


def _node(run: Run, at: Place, why: Why | None, cut: Cut | None, state: str, root: bool) -> Node:
    text = why.text if why else CUTS[cut.kind] if cut else ""
    label = _shorten(run.places.text(at)) if at.path else text
    return Node(run.places.real(at), label or text, text, state, root)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
