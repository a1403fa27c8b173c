"""Ways out of the graph: `detach()`, Python numbers, numpy."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import Flow, flow, severed
from gradsight.domain.grad import Grad
from gradsight.domain.graph import EMPTY_GRAPH
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import EMPTY
from gradsight.domain.state import OFF, ON
from gradsight.domain.values import Plain, Ref, Value
from gradsight.domain.why import Cut, CutKind, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import constant, shorten
from gradsight.knowledge.torch.saving import note_new_node
from gradsight.knowledge.torch.views import follow_base


@handles("torch.Tensor.detach", "torch.detach")
def detach(call: Call) -> Value:
    """A plain tensor on the same storage."""
    host = call.host
    source = flow(host.state, call.receiver)
    found = host.state.heap.get(call.receiver.id) if isinstance(call.receiver, Ref) else None
    fields = {"dtype": found.dtype, "device": found.device, "shape": found.shape, "dense": found.dense,
              "frozen": found.frozen, "inference": found.inference} if isinstance(found, Tensor) else {}  # fmt: skip
    lost = severed(host.state, source, Cut("detach", call.place, host.source(call.place)))
    why = Why(call.place, f"`{shorten(host.source(call.place))}` leaves the graph", source.whys)
    return constant(host, call.place, "", why=why, lost=lost, **fields)


@handles("torch.Tensor.detach_", "torch.detach_")
def detach_(call: Call) -> Value:
    """Cuts the tensor itself from its history; of a leaf it removes the flag. In inference mode it does nothing."""
    host = call.host
    if host.state.mode.inference == ON:
        return call.receiver
    for id in call.receivers():
        found = host.state.tensor(id)
        if found is None:
            continue
        if found.base is not None and found.states == Grad.TRACKED:
            host.fail()
            continue
        if found.states & Grad.TRACKED:
            note_new_node(host, frozenset({id}))
        lost = severed(host.state, flow(host.state, Ref(id)), Cut("detach", call.place, host.source(call.place)))
        own = {leaf: cut for leaf, cut in lost.items() if leaf != id}
        sure = isinstance(call.receiver, Ref) and not found.summary and host.state.mode.inference == OFF
        states = Grad.CONSTANT if sure else found.states | Grad.CONSTANT
        host.state.heap[id] = replace(found, states=states, reach=EMPTY if sure else found.reach.possibly(), lost=own,
                                      graph=EMPTY_GRAPH,
                                      why=Why(call.place, f"`{host.source(call.place)}` cuts it off", (found.why,)),
                                      retains=False if found.retains is False else None)  # fmt: skip
        follow_base(host, id)
    return call.receiver


def leave(call: Call, kind: str, cut: CutKind, source: Flow | None = None) -> Plain:
    """A Python value made from tensors, behind a cut."""
    host = call.host
    source = source or flow(host.state, call.receiver)
    here = Cut(cut, call.place, host.source(call.place))
    lost = {
        leaf: here if _within(before, call.place) else before
        for leaf, before in severed(host.state, source, here).items()
    }
    text = f"`{shorten(host.source(call.place))}` is a Python value"
    return Plain(kind, lost, Why(call.place, text, source.whys))


def _within(cut: Cut, place: Place) -> bool:
    """`x.detach().numpy()` is one way out of the graph, and it is numpy's."""
    inside = cut.place.path == place.path and place.start <= cut.place.start and cut.place.end <= place.end
    return cut.kind in ("detach", "data", "numpy") and inside


@handles("torch.utils.dlpack.to_dlpack", "torch.to_dlpack")
def to_dlpack(call: Call) -> Value:
    """A capsule for other libraries."""
    return leave(call, "capsule", "numpy")


@handles("torch.Tensor.item", "torch.Tensor.__float__", "torch.Tensor.__int__", "torch.Tensor.__complex__")
def item(call: Call) -> Value:
    return leave(call, "number", "number")


@handles("torch.Tensor.tolist", "torch.Tensor.__format__", "torch.Tensor.__repr__", "torch.Tensor.__str__")
def tolist(call: Call) -> Value:
    return leave(call, "object", "number")


@handles("torch.Tensor.numpy", "torch.Tensor.__array__")
def numpy(call: Call) -> Value:
    """Refused where the tensor requires grad and grad mode is on, unless `force=True`."""
    host = call.host
    source = flow(host.state, call.receiver)
    force = call.args.keywords.get("force")
    if (
        source.certain
        and True in host.state.mode.grad
        and False not in host.state.mode.grad
        and not (force and host.truth(force))
    ):
        host.fail()
    return leave(call, "ndarray", "numpy", source)
