"""Attributes of tensors, to read and to write."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from functools import lru_cache

from gradsight.domain.events import Fault
from gradsight.domain.flow import flow, severed
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Tensor
from gradsight.domain.values import NONE, Library, Method, Plain, Ref, Value, literal, options
from gradsight.domain.why import Cut, Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.libraries import FIELDS
from gradsight.knowledge.registry import handler
from gradsight.knowledge.torch.apply import apply_op
from gradsight.knowledge.torch.flags import set_requires_grad
from gradsight.knowledge.torch.grads import read_grad, set_grad
from gradsight.knowledge.torch.handwritten import note_written
from gradsight.knowledge.torch.results import Result, constant, make
from gradsight.knowledge.torch.shapes import as_value, is_dense, shape_of
from gradsight.knowledge.torch.table import op
from gradsight.knowledge.torch.unseen import loose_part

GRADS = ("grad", "_grad")
"""Both read and set the gradient; only the first warns where there can be none."""
FLAGS = ("requires_grad", "is_leaf", "retains_grad")
VIEWS = ("T", "mT", "H", "mH", "real", "imag")
PLAIN = ("shape", "ndim", "device", "names", "layout", "itemsize", "nbytes", "is_cuda", "is_sparse", "is_quantized", "is_meta",
         "is_mps", "output_nr", "name", "_version", "volatile", "is_mkldnn", "is_nested", "is_cpu", "is_xpu")  # fmt: skip
WRITABLE = (*FLAGS, *VIEWS, *GRADS, "data", "grad_dtype", "__class__", "names")


def tensor_attribute(host: Host, tensor: Ref, name: str, place: Place) -> Value:
    """`tensor.name`."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    if name in GRADS:
        return read_grad(host, tensor, place)
    if name == "data":
        return data_of(host, tensor, place)
    if name in FLAGS:
        return _flag(found, name)
    if name == "grad_fn":
        return _grad_fn(found)
    if name == "dtype":
        return Library(f"torch.{found.dtype}") if found.dtype else Plain("object")
    if name == "shape" and found.shape is not None:
        return as_value(found.shape)
    if name == "ndim" and found.shape is not None:
        return literal(len(found.shape))
    if name in PLAIN:
        return Plain("int" if name in ("ndim", "_version") else "object")
    if name in found.attrs:
        return found.attrs[name]
    if found.loose and op(f"torch.Tensor.{name}") is None and handler(f"torch.Tensor.{name}") is None:
        return _field(host, tensor, name, place)
    return _view_or_method(host, tensor, found, name, place)


def _field(host: Host, tensor: Ref, name: str, place: Place) -> Value:
    """What a module's output holds under a name."""
    return loose_part(host, tensor, f"`{name}` of what a module returned", place, loose=name not in FIELDS)


def _view_or_method(host: Host, tensor: Ref, found: Tensor, name: str, place: Place) -> Value:
    if name == "real" and found.dtype and not found.dtype.startswith("complex"):
        return tensor
    if name in VIEWS and name != "real":
        row = op(f"torch.Tensor.{name}")
        if row is not None and row.outputs == "D":
            return apply_op(host, row, Args((tensor,)), place)
    if name in VIEWS:
        return make(host, flow(host.state, tensor), place, Result(view=tensor.id, device=found.device))
    return Method(tensor, name)


def _flag(found: Tensor, name: str) -> Value:
    known = {
        "requires_grad": found.states.requires_grad,
        "is_leaf": found.states.is_leaf,
        "retains_grad": found.retains,
    }[name]
    return Plain("bool") if known is None else literal(known)


def _grad_fn(found: Tensor) -> Value:
    if not found.states & Grad.TRACKED:
        return NONE
    return Plain("grad_fn" if found.states == Grad.TRACKED else "object")


def data_of(host: Host, tensor: Ref, place: Place) -> Value:
    """`tensor.data`: a plain tensor on the same storage; nothing flows through it."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    cut = Cut("data", place, host.source(place))
    source = flow(host.state, tensor)
    lost = severed(host.state, source, cut)
    why = Why(place, f"`{host.source(place)}` is a plain tensor", source.whys)
    return constant(host, place, "", why=why, lost=lost, dtype=found.dtype, device=found.device, shape=found.shape,
                    dense=found.dense, frozen=found.frozen, inference=found.inference)  # fmt: skip


def set_tensor_attribute(host: Host, tensor: Ref, name: str, new: Value, place: Place) -> None:
    """`tensor.name = new`."""
    if name == "requires_grad":
        for option in options(new):
            wanted = host.truth(option)
            set_requires_grad(host, tensor, wanted, place, sure=new == option)
    elif name in GRADS:
        set_grad(host, tensor, new, place)
    elif name == "data":
        note_written(host, tensor, (new,), place)
        _set_data(host, tensor, new)
    elif name not in WRITABLE:
        found = host.state.heap[tensor.id]
        assert isinstance(found, Tensor)
        host.state.heap[tensor.id] = replace(found, attrs={**found.attrs, name: new})
        if misspelt_flag(name):
            host.log.add(
                Fault(host.visit(place), "flag-typo", host.state.tensor(tensor.id), frozenset({tensor.id}), name)
            )


@lru_cache(maxsize=4096)
def misspelt_flag(name: str) -> bool:
    """Whether a name is a misspelling of `requires_grad`. What begins with an underscore is a note of the program's own."""
    if name == "requires_grad" or name.startswith("_"):
        return False
    return SequenceMatcher(None, name.lower(), "requires_grad").ratio() > 0.8


def _set_data(host: Host, tensor: Ref, new: Value) -> None:
    """Assigning `.data` keeps flag and `.grad`; what the new data came from is lost."""
    found = host.state.heap[tensor.id]
    assert isinstance(found, Tensor)
    source = flow(host.state, new)
    lost = {**source.lost, **found.lost} if source.lost else found.lost
    host.state.heap[tensor.id] = replace(
        found, lost=lost, shape=shape_of(host.state, new), dense=is_dense(host.state, new)
    )
