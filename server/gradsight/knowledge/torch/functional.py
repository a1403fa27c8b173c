"""Functions whose effect depends on a keyword, which the table alone does not tell."""

from __future__ import annotations

from dataclasses import replace

from gradsight.domain.flow import flow, flows
from gradsight.domain.objects import Sequence, Tensor
from gradsight.domain.values import NONE, Literal, Plain, Ref, Tuple, Value, choice, literal
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.apply import apply_op, beside, certain_only, named_args
from gradsight.knowledge.torch.curvature import bend
from gradsight.knowledge.torch.inplace import write
from gradsight.knowledge.torch.results import Result, make
from gradsight.knowledge.torch.saving import NOTHING_SAVED, Saved, saved_by
from gradsight.knowledge.torch.shapes import as_value, broadcast, count, shape_of, sizes
from gradsight.knowledge.torch.table import op

DROPOUTS = ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout")


@handles(*(f"torch.nn.functional.{name}" for name in DROPOUTS), "torch.dropout")
def dropout(call: Call) -> Value:
    """Returns its input itself when it is not training, or drops nothing."""
    host = call.host
    value = call.arg(0, "input") or NONE
    rate, training, inplace = call.arg(1, "p"), call.arg(2, "training"), call.arg(3, "inplace")
    on = True if training is None else host.truth(training)
    if on is False or rate in (literal(0), literal(0.0)):
        return value
    source = flow(host.state, value)
    if inplace is not None and host.truth(inplace):
        write(host, value, source, call.place, Result(saved=_saved(call)))
        return value
    result = make(host, source, call.place, _like(call, value))
    return result if on else choice([value, result])


ACTIVATIONS = (
    *("relu", "relu6", "leaky_relu", "elu", "selu", "celu", "rrelu"),
    *("hardtanh", "silu", "mish", "hardsigmoid", "hardswish", "threshold"),
)


@handles(*(f"torch.nn.functional.{name}" for name in ACTIVATIONS))
def activation(call: Call) -> Value:
    """With `inplace=True` the input itself is overwritten and returned."""
    host = call.host
    value = call.arg(0, "input") or NONE
    inplace = call.args.keywords.get("inplace")
    source = flow(host.state, value)
    if inplace is not None and host.truth(inplace):
        write(host, value, source, call.place, Result(saved=_saved(call)))
        return value
    return make(host, bend(host, call.name, call.args, source), call.place, _like(call, value))


def _like(call: Call, value: Value) -> Result:
    found = call.host.state.heap.get(value.id) if isinstance(value, Ref) else None
    if isinstance(found, Tensor):
        saved = _saved(call)
        return Result(dtype=found.dtype, device=found.device, shape=found.shape, dense=found.dense, saved=saved)
    return Result(saved=_saved(call))


def _saved(call: Call) -> Saved:
    found = op(call.name)
    return NOTHING_SAVED if found is None else saved_by(call.host, found.saves_for, named_args(found, call.args))


@handles("torch.Tensor.iter", "torch.Tensor.__iter__")
def iterate(call: Call) -> Value:
    items = call.host.iterate(call.receiver)
    return call.host.new(Sequence("iterator", items.known, items.rest, items.some))


@handles("torch.Tensor.size", "torch.Tensor.dim", "torch.Tensor.numel", "torch.Tensor.nelement", "torch.Tensor.stride",
         "torch.Tensor.ndimension", "torch.Tensor.__len__", "torch.Tensor.element_size", "torch.Tensor.data_ptr",
         "torch.Tensor.is_contiguous", "torch.Tensor.storage_offset", "torch.numel", "torch.Tensor.get_device",
         "torch.Tensor.storage",
         "torch.Tensor.untyped_storage", "torch.Tensor.is_floating_point", "torch.Tensor.is_complex", "torch.is_floating_point",
         "torch.Tensor.is_inference", "torch.is_tensor", "torch.Tensor._is_view", "torch.Tensor.__hash__", "torch.equal",
         "torch.Tensor.equal", "torch.allclose", "torch.Tensor.allclose")  # fmt: skip
def measure(call: Call) -> Value:
    """Python values about a tensor that say nothing of its values' gradient."""
    name = call.name.rpartition(".")[2]
    if name == "is_tensor":
        found = call.host.state.heap.get(call.receiver.id) if isinstance(call.receiver, Ref) else None
        return literal(isinstance(found, Tensor)) if isinstance(call.receiver, Ref | Literal | Tuple) else Plain("bool")
    shape = shape_of(call.host.state, call.receiver) if isinstance(call.receiver, Ref) else None
    known = None if shape is None else _measured(name, shape, call.arg(1, "dim"))
    if known is not None:
        return known
    single = name in ("dim", "numel", "nelement", "ndimension", "__len__") or (
        name == "size" and len(call.args.positional) > 1
    )
    return Plain("int" if single else "bool" if name.startswith(("is_", "equal", "allclose")) else "object")


def _measured(name: str, shape: tuple[int | None, ...], dim: Value | None) -> Value | None:
    """What is known of a shape."""
    sizes = as_value(shape)
    if name == "size" and dim is None:
        return sizes
    if name in ("size", "__len__") and shape:
        at = dim.value if isinstance(dim, Literal) and isinstance(dim.value, int) else 0 if dim is None else len(shape)
        return sizes.items[at] if -len(shape) <= at < len(shape) else Plain("int")
    if name in ("dim", "ndimension"):
        return literal(len(shape))
    number = count(shape)
    return literal(number) if name in ("numel", "nelement") and number is not None else None


@handles("tuple.numel")
def numel(call: Call) -> Value:
    """`x.shape.numel()`."""
    number = count(sizes(call.host.state, (call.receiver,)))
    return Plain("int") if number is None else literal(number)


@handles("torch.where")
def where(call: Call) -> Value:
    """With one argument it gives indices; with three the gradient goes to the second and third."""
    host = call.host
    source = flows(host.state, call.args.positional[1:])
    for key in ("input", "other", "self"):
        if key in call.args.keywords:
            source = source.and_(flow(host.state, call.args.keywords[key]))
    if len(call.args.positional) + len(call.args.keywords) == 1:
        return host.new(
            Sequence("tuple", (), make(host, flow(host.state, call.receiver), call.place, Result(follows=False)), True)
        )
    from gradsight.knowledge.torch.dtypes import dtype_of, promoted

    values = [*call.args.positional[1:], *call.args.keywords.values()]
    dtype = promoted([dtype_of(host.state, value) for value in values])
    shape = broadcast(shape_of(host.state, value) for value in (call.receiver, *values))
    condition = call.args.keywords.get("condition", call.args.positional[0] if call.args.positional else NONE)
    source = beside(host, source, certain_only(flow(host.state, condition)), call.place)
    return make(host, source, call.place, Result(dtype=dtype if "float" in dtype else "", shape=shape))


@handles("torch.Tensor.set_")
def set_(call: Call) -> Value:
    """Another storage, of a shape that is not followed."""
    found = call.host.state.heap.get(call.receiver.id) if isinstance(call.receiver, Ref) else None
    if isinstance(found, Tensor) and isinstance(call.receiver, Ref):
        call.host.state.heap[call.receiver.id] = replace(found, shape=None, dense=False)
    return call.receiver


@handles("torch.Tensor.share_memory_", "torch.Tensor.pin_memory", "torch.Tensor.refine_names")
def same(call: Call) -> Value:
    return call.receiver


@handles("torch.spmm", "torch.dsmm")
def sparse_product(call: Call) -> Value:
    """Other names of `torch.sparse.mm`."""
    found = op("torch.sparse.mm")
    assert found is not None, "the table has no torch.sparse.mm"
    return apply_op(call.host, found, call.args, call.place)
