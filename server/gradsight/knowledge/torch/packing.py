"""Packed sequences: what a recurrent layer takes and gives instead of tensors."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.objects import Tensor
from gradsight.domain.values import NONE, Ref, Tuple, Value
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.results import constant, make

RECURRENT = ("torch.nn.RNN", "torch.nn.LSTM", "torch.nn.GRU")


@handles("torch.nn.utils.rnn.pack_padded_sequence", "torch.nn.utils.rnn.pack_sequence")
def pack(call: Call) -> Value:
    """Several tensors in one object, the values in the graph of what was packed."""
    return loosened(call.host, make(call.host, flow(call.host.state, call.arg(0, "input") or NONE), call.place))


@handles("torch.nn.utils.rnn.pad_packed_sequence")
def pad(call: Call) -> Value:
    """The padded values, and the lengths."""
    values = make(call.host, flow(call.host.state, call.arg(0, "sequence") or NONE), call.place)
    return Tuple((values, constant(call.host, call.place, "lengths of sequences", dtype="int64", device="cpu")))


def loosened(host: Host, value: Value) -> Value:
    """The same, which may be something else than one tensor."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(value, Ref) and isinstance(found, Tensor):
        host.state.heap[value.id] = replace(found, loose=True)
    return value


def like_input(host: Host, layer: str, given: Value, result: Value) -> Value:
    """What a recurrent layer returns: packed, if it was given that."""
    found = host.state.heap.get(given.id) if isinstance(given, Ref) else None
    packed = isinstance(found, Tensor) and found.loose
    if packed and layer in RECURRENT and isinstance(result, Tuple) and result.items:
        loosened(host, result.items[0])
    return result
