"""Conversions of dtype and device. Where nothing changes, the same object comes back."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow
from gradsight.domain.grad import Tri
from gradsight.domain.objects import Tensor
from gradsight.domain.values import Library, Literal, Plain, Ref, Unknown, Value, choice, options
from gradsight.domain.why import CutKind
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.dtypes import ALIASES, ORDER, TYPES, dtype_named
from gradsight.knowledge.torch.factories import device_named
from gradsight.knowledge.torch.results import EXACT, Result, make

CASTS = ("float", "double", "half", "bfloat16", "int", "long", "short", "cfloat", "cdouble", "bool", "byte", "char")
CAST_DTYPES = {**ALIASES, "bfloat16": "bfloat16", "bool": "bool", "byte": "uint8", "char": "int8"}


@handles(*(f"torch.Tensor.{name}" for name in CASTS))
def cast(call: Call) -> Value:
    return converted(call, call.receiver, CAST_DTYPES[call.name.rpartition(".")[2]], "same")


@handles("torch.Tensor.cpu")
def cpu(call: Call) -> Value:
    return converted(call, call.receiver, "same", "cpu")


@handles("torch.Tensor.cuda", "torch.Tensor.xpu", "torch.Tensor.mps")
def cuda(call: Call) -> Value:
    return converted(call, call.receiver, "same", call.name.rpartition(".")[2])


@handles("torch.Tensor.to")
def to(call: Call) -> Value:
    """`.to(device)`, `.to(dtype)`, `.to(device, dtype)`, `.to(other)`, each with `copy=`."""
    dtype, device = "same", "same"
    values = [
        *call.args.positional[1:3],
        *(v for k, v in call.args.keywords.items() if k in ("device", "dtype", "other")),
    ]
    for value in values:
        found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
        if isinstance(found, Tensor):
            dtype, device = found.dtype, found.device
        elif _is_dtype(value):
            dtype = dtype_named(value)
        elif isinstance(value, Literal) and isinstance(value.value, bool):
            continue
        elif isinstance(value, Unknown):
            # A device far more often than a dtype; either way the object may be the same or a copy.
            dtype, device = dtype if dtype != "same" else "maybe", ""
        else:
            device = device_named(value)
    copy = call.args.keywords.get("copy")
    return converted(call, call.receiver, dtype, device, copy is not None and call.host.truth(copy) is not False)


def _is_dtype(value: Value) -> bool:
    return isinstance(value, Library) and (
        value.name.rpartition(".")[2] in (*ORDER, *ALIASES) or value.name.startswith("builtins.")
    )


@handles("torch.Tensor.type")
def type_(call: Call) -> Value:
    wanted = call.arg(1, "dtype")
    if wanted is None:
        return Plain("str")
    name = dtype_named(wanted)
    if isinstance(wanted, Literal) and isinstance(wanted.value, str):
        name = TYPES.get(wanted.value.rpartition(".")[2], "")
    return converted(call, call.receiver, name, "same")


@handles("torch.Tensor.type_as")
def type_as(call: Call) -> Value:
    other = call.arg(1, "other")
    found = call.host.state.heap.get(other.id) if isinstance(other, Ref) else None
    dtype, device = (found.dtype, found.device) if isinstance(found, Tensor) else ("", "")
    return converted(call, call.receiver, dtype, device)


def converted(call: Call, value: Value, dtype: str, device: str, copy: bool = False) -> Value:
    """The value as that dtype and on that device: "same" keeps it, "" is not known, "maybe" may change it."""
    return choice([_converted(call, option, dtype, device, copy) for option in options(value)])


def _converted(call: Call, value: Value, dtype: str, device: str, copy: bool) -> Value:
    host = call.host
    found = host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if not isinstance(found, Tensor):
        source = flow(host.state, value)
        return make(host, source, call.place, _how(dtype, device, None))
    reordered = "memory_format" in call.args.keywords
    unchanged = None if reordered else _unchanged(found, dtype, device)
    if unchanged and not copy:
        return value
    source = flow(host.state, value)
    how = _how(dtype, device, replace(found, dense=False) if reordered else found)
    fresh = make(host, source, call.place, how)
    return fresh if unchanged is False or copy else choice([value, fresh])


def _how(dtype: str, device: str, found: Tensor | None) -> Result:
    new = dtype if dtype not in ("same", "maybe") else found.dtype if found is not None and dtype == "same" else ""
    place = device if device != "same" else found.device if found is not None else ""
    shape, dense = (None, False) if found is None else (found.shape, found.dense)
    cut: CutKind = "integer" if new in EXACT else "non-differentiable"
    return Result(dtype=new, device=place, cut=cut, shape=shape, dense=dense)


def _unchanged(found: Tensor, dtype: str, device: str) -> Tri:
    """Whether the tensor itself comes back."""
    dtypes: Tri = (
        True if dtype == "same" else None if not found.dtype or dtype in ("", "maybe") else found.dtype == dtype
    )
    devices: Tri = True if device == "same" else None if not found.device or not device else found.device == device
    if dtypes is False or devices is False:
        return False
    return True if dtypes and devices else None
