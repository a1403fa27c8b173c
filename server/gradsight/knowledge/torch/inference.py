"""Tensors made in inference mode: autograd cannot save them."""

from __future__ import annotations

from collections.abc import Mapping

from gradsight.domain.events import Fault
from gradsight.domain.flow import flow
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import Ids
from gradsight.domain.state import ON
from gradsight.domain.values import Ref, Value
from gradsight.findings import Place
from gradsight.knowledge.host import Host

Names = frozenset[str]


def saved_inference(host: Host, saves: Mapping[str, Names], pairs: list[tuple[str, Value]], place: Place) -> None:
    """Notes where an operation certainly has to save an inference tensor, which torch refuses at once."""
    if host.state.mode.records != ON or not saves:
        return
    given = dict(pairs)
    for name, others in saves.items():
        value = given.get(name)
        found = host.state.tensor(value.id) if isinstance(value, Ref) else None
        if isinstance(value, Ref) and found is not None and found.inference and _needed(host, others, given):
            host.log.add(Fault(host.visit(place), "inference-saved", found, Ids({value.id})))
            host.fail()
            return


def all_inference(host: Host, pairs: list[tuple[str, Value]]) -> bool:
    """Whether all tensors among the arguments were made in inference mode: what is computed from them alone is not recorded."""
    tensors = [found for _, value in pairs if isinstance(value, Ref) and (found := host.state.heap.get(value.id))]
    return bool(tensors) and all(isinstance(found, Tensor) and found.inference for found in tensors)


def _needed(host: Host, others: Names, given: Mapping[str, Value]) -> bool:
    """Whether one of these arguments certainly requires grad."""
    return any(flow(host.state, given[name]).certain for name in others if name in given)
