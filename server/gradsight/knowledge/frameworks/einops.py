"""einops: functions that rearrange, reduce and multiply; the result is in the graph of what goes in."""

from __future__ import annotations

from gradsight.domain.flow import flow, flows
from gradsight.domain.objects import Tensor
from gradsight.domain.values import NONE, Plain, Ref, Value
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import Result, make


@handles("einops.rearrange", "einops.repeat", "einops.reduce")
def rearranged(call: Call) -> Value:
    """Views where that is possible, so in-place writes may act on either."""
    value = call.arg(0, "tensor") or NONE
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    dtype = found.dtype if isinstance(found, Tensor) else ""
    return make(call.host, flow(call.host.state, value), call.place, Result(maybe_view=True, dtype=dtype))


@handles("einops.einsum", "einops.pack")
def multiplied(call: Call) -> Value:
    if call.name.endswith("pack"):
        return call.unknown("what `pack` returns is not followed")
    return make(call.host, flows(call.host.state, call.args.positional), call.place)


@handles("einops.parse_shape")
def shape(_: Call) -> Value:
    return Plain("object")
