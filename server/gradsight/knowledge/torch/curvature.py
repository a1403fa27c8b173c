"""Which gradients are themselves in a graph under `create_graph=True`, from the generated `operators.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gradsight.domain.flow import Flow, flow, of_tensor
from gradsight.domain.reach import MOST_BENT, NOTHING, Ids, Reach, unite_bends
from gradsight.domain.state import State
from gradsight.domain.values import Value
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.operators import Curves, short_name, tables

TWICE = ("create_graph", "torch.func", "functorch")


def may_differentiate_twice(source: str) -> bool:
    """Whether a program may put gradients in a graph; only then it is followed on what they depend."""
    return any(word in source for word in TWICE)


def behind_gradient(reach: Reach, ids: Iterable[int]) -> Reach:
    """What the gradient of these tensors, that certainly is in a graph, reaches."""
    must = frozenset.intersection(*(reach.bent[id] for id in ids))
    deep = reach.deep & must
    return Reach(reach.may, must, reach.live, reach.hidden, dict.fromkeys(deep, must), deep)


def bend(host: Host, name: str, args: Args, source: Flow) -> Flow:
    """The flow into a function, with what it does to gradients of gradients."""
    if not host.twice or not source.certain:
        return source
    curves = tables().curves.get(short_name(name))
    return source if curves is None else _bent(source, curves, _flows(host.state, args))


def bend_layer(host: Host, name: str, args: Args, parameters: Sequence[tuple[str, int]], source: Flow) -> Flow:
    """The same of a layer with these parameters."""
    curves = tables().curves.get(short_name(name)) if host.twice and source.certain else None
    if curves is None:
        return source
    own = {
        f"self.{path}": of_tensor(tensor, id)
        for path, id in parameters
        if (tensor := host.state.tensor(id)) is not None
    }
    return _bent(source, curves, _flows(host.state, args) | own)


def _flows(state: State, args: Args) -> dict[str, Flow]:
    given: dict[str, Value] = {str(index): value for index, value in enumerate(args.positional)} | args.keywords
    return {name: flow(state, value) for name, value in given.items()}


def _bent(source: Flow, curves: Curves, flows: Mapping[str, Flow]) -> Flow:
    bent, deep = source.reach.bent, source.reach.deep
    for one, others in curves.items():
        found = flows.get(one)
        if found is None or not found.certain:
            continue
        depends, again = _on(others, flows)
        if depends:
            behind = _oldest(found.reach.must & found.reach.live)  # a zero derivative makes a gradient of just zeros
            bent = unite_bends(bent, dict.fromkeys(behind, depends))
            deep = deep | behind if again else deep
    return replace(source, reach=replace(source.reach, bent=bent, deep=deep))


def _oldest(ids: Ids) -> Ids:
    return ids if len(ids) <= MOST_BENT else frozenset(sorted(ids)[:MOST_BENT])


def _on(others: Sequence[str], flows: Mapping[str, Flow]) -> tuple[Ids, bool]:
    """What a gradient certainly depends on, and whether it does so after one more differentiation."""
    depends, again = NOTHING, False
    for name in others:
        found = flows.get(name.rstrip("!"))
        if found is not None and found.certain:
            depends, again = depends | found.reach.must, again or name.endswith("!")
    return depends, again
