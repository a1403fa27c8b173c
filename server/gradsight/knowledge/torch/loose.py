"""Methods of what may be a tensor, a mapping of tensors, or an object of a library that holds some."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.objects import Sequence, Tensor
from gradsight.domain.values import NONE, Plain, Ref, Tuple, Value, options
from gradsight.knowledge.host import Call, Host
from gradsight.knowledge.torch.unseen import loose_part

HANDED_ON = ("to", "cuda", "cpu", "clone", "copy", "pin_memory")
"""Methods that mappings and objects of batches have too, and that give one of the same kind."""


def is_loose(host: Host, value: Value) -> bool:
    """Whether it may be something else than one tensor."""
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    return isinstance(found, Tensor) and found.loose


def loose_method(call: Call, name: str) -> Value | None:
    """The result of a method that mappings have; None for others."""
    host, receiver = call.host, call.receiver
    assert isinstance(receiver, Ref)
    text = f"`{name}` of what is not read"
    match name:
        case "items":
            pair = Tuple((Plain("str"), loose_part(host, receiver, text, call.place)))
            return host.new(Sequence("iterator", (), pair))
        case "values":
            return host.new(Sequence("iterator", (), loose_part(host, receiver, text, call.place)))
        case "keys":
            return host.new(Sequence("iterator", (), Plain("str")))
        case "get" | "pop":
            return loose_part(host, receiver, text, call.place)
        case "update":
            return NONE
    return None


def loosened(host: Host, name: str, result: Value) -> Value:
    """What a method of something loose gave: as loose, where the method is not of tensors only."""
    for option in options(result) if name in HANDED_ON else ():
        found = host.state.heap.get(option.id) if isinstance(option, Ref) else None
        if isinstance(option, Ref) and isinstance(found, Tensor):
            host.state.heap[option.id] = replace(found, loose=True)
    return result
