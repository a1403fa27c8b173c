"""Indexing of tensors: reading gives views or copies in the graph, writing changes the tensor in place."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow, flows, severed
from gradsight.domain.objects import Tensor
from gradsight.domain.reach import unite_lost
from gradsight.domain.values import Literal, Plain, Ref, Slice, Tuple, Value
from gradsight.domain.why import Cut
from gradsight.findings import Place
from gradsight.knowledge.host import Host
from gradsight.knowledge.torch.handwritten import note_written
from gradsight.knowledge.torch.inplace import write
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.shapes import indexed


def row(host: Host, id: int, place: Place) -> Ref:
    """One item of iterating over a tensor: a view that is no leaf."""
    found = host.state.tensor(id)
    assert found is not None
    shape = found.shape[1:] if found.shape else None
    how = Result(view=id, multi_view=True, dtype=found.dtype, device=found.device, shape=shape, dense=found.dense)
    return make(host, flow(host.state, Ref(id)), place, how)


def index_tensor(host: Host, tensor: Ref, index: Value, place: Place) -> Value:
    """`tensor[index]`: a view for numbers and slices, a copy for lists, masks and index tensors."""
    found = host.state.tensor(tensor.id)
    assert found is not None
    view = tensor.id if _is_basic(index) else None
    source = flow(host.state, tensor)
    chosen = flow(host.state, index) if not isinstance(index, Slice) else flows(host.state, index.parts)
    if chosen.certain or chosen.lost:
        cut = Cut("non-differentiable", place, host.source(place))
        source = replace(source, lost=unite_lost((source.lost, severed(host.state, chosen, cut))))
    shape, dense = (
        indexed(host.state, found.shape, index),
        found.dense and isinstance(index, Literal) and index.kind == "int",
    )
    return make(
        host, source, place, Result(view=view, dtype=found.dtype, device=found.device, shape=shape, dense=dense)
    )


def _is_basic(index: Value) -> bool:
    if isinstance(index, Tuple):
        return all(_is_basic(part) for part in index.items)
    if isinstance(index, Literal):
        return not isinstance(index.value, bool)
    return isinstance(index, Slice) or (isinstance(index, Plain) and index.kind in ("int", "number"))


def write_tensor(host: Host, tensor: Ref, value: Value, place: Place) -> None:
    """`tensor[index] = value`: into an integer tensor a value is cut off silently."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    note_written(host, tensor, (value,), place)
    write(host, tensor, flow(host.state, tensor).and_(flow(host.state, value)), place)
