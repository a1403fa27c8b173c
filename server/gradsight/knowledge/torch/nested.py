"""`torch.nested`: tensors of several sizes in one."""

from __future__ import annotations

from gradsight.domain.flow import flow, severed
from gradsight.domain.values import Value
from gradsight.domain.why import Cut
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.dtypes import dtype_named
from gradsight.knowledge.torch.factories import made
from gradsight.knowledge.torch.results import Result, make


@handles("torch.nested.nested_tensor")
def nested_tensor(call: Call) -> Value:
    """Copies values: a graph they had stays behind."""
    given = flow(call.host.state, call.receiver)
    lost = severed(call.host.state, given, Cut("rewrap", call.place, call.host.source(call.place)))
    return made(call, dtype_named(call.args.keywords.get("dtype")), lost, masked=True)


@handles("torch.nested.as_nested_tensor", "torch.nested.nested_tensor_from_jagged", "torch.nested.to_padded_tensor",
         "torch.nested.narrow", "torch.Tensor.to_padded_tensor")  # fmt: skip
def in_graph(call: Call) -> Value:
    """What it is made of is behind it."""
    return make(call.host, flow(call.host.state, call.receiver), call.place, Result())
