"""Functions that make new tensors: their result follows no input, only their own `requires_grad=`."""

from __future__ import annotations

from gradsight.domain.events import Fault, Fine, Made
from gradsight.domain.flow import flow, flows, severed
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Sequence, Shape, Tensor
from gradsight.domain.reach import NO_LOSS, Lost
from gradsight.domain.values import Choice, Library, Literal, Ref, Tuple, Value, options
from gradsight.domain.why import Cut, CutKind, Why
from gradsight.knowledge.host import Call
from gradsight.knowledge.registry import handles
from gradsight.knowledge.torch.attributes import misspelt_flag
from gradsight.knowledge.torch.dtypes import DEFAULT, dtype_named, dtype_of, promoted
from gradsight.knowledge.torch.factory_shapes import factory_shape, is_new_dense
from gradsight.knowledge.torch.results import EXACT, Result, inference_of, make, shorten
from gradsight.knowledge.torch.shapes import shape_of
from gradsight.knowledge.torch.table import Op

FLOAT_FACTORIES = ("rand", "randn", "ones", "zeros", "empty", "eye", "linspace", "logspace", "normal", "hann_window")


def factory(call: Call, found: Op) -> Value:
    """A call of a function that the table marks as factory."""
    name = found.name.rpartition(".")[2]
    like = name.endswith("_like") or name.startswith("new_")
    dtype = _dtype(call, name, like)
    return made(call, dtype, _lost(call), _device(call, like), shape=factory_shape(call.host.state, name, call.args))


def made(
    call: Call, dtype: str, lost: Lost = NO_LOSS, device: str = "cpu", masked: bool = False, shape: Shape = None
) -> Value:
    """A new leaf or constant, by `requires_grad=`."""
    host = call.host
    states, flagged = _states(call)
    if states == Grad.LEAF and dtype in EXACT:
        host.log.add(Fault(host.visit(call.place), "integer-requires-grad"))
        host.fail()
        states = Grad.CONSTANT
    elif states & Grad.LEAF:
        host.log.add(Fine(host.visit(call.place), "integer-requires-grad"))
    _typos(call)
    mask = call.place if states & Grad.LEAF and lost and masked else None
    text = f"created by `{shorten(host.source(call.place))}`"
    tensor = Tensor(
        states,
        Why(call.place, text, flow(host.state, call.args.positional[0]).whys if lost and call.args.positional else ()),
        lost=lost,
        dtype=dtype,
        device=device,
        statement=host.statement,
        flagged=call.place if flagged else None,
        masks=mask,
        shape=shape,
        dense=shape is not None and is_new_dense(host.state, call.name, call.args),
        inference=inference_of(host, None),
    )
    made_tensor = host.new(tensor)
    if mask is not None:
        host.log.add(Fault(host.visit(call.place), "masked-cut", tensor, frozenset(lost)))
    return made_tensor


def _states(call: Call) -> tuple[Grad, bool]:
    """The states that `requires_grad=` asks for, and whether it was given as true."""
    flag = call.args.keywords.get("requires_grad")
    if flag is None:
        return (
            Grad.CONSTANT | Grad.LEAF if call.args.more is not None and not _sizes_only(call) else Grad.CONSTANT
        ), False
    wanted = call.host.truth(flag)
    return (Grad.LEAF if wanted else Grad.CONSTANT if wanted is False else Grad.LEAF | Grad.CONSTANT), bool(wanted)


def _sizes_only(call: Call) -> bool:
    """`torch.zeros(*shape)`: what is unpacked are sizes."""
    return "**" not in call.host.source(call.place)


def _typos(call: Call) -> None:
    for name in call.args.keywords:
        if misspelt_flag(name):
            call.host.log.add(Fault(call.host.visit(call.place), "flag-typo", None, text=name))
            call.host.fail()


def _dtype(call: Call, name: str, like: bool) -> str:
    given = call.args.keywords.get("dtype")
    if given is not None and given != Literal(None, "NoneType"):
        return dtype_named(given)
    if like:
        return dtype_of(call.host.state, call.args.positional[0]) if call.args.positional else ""
    if name == "full":
        fill = call.arg(1, "fill_value")
        return "" if fill is None else dtype_of(call.host.state, fill)
    if name in ("arange", "range"):
        return (
            promoted([dtype_of(call.host.state, value) for value in call.args.positional])
            if name == "arange"
            else DEFAULT
        )
    if name in ("randint", "randperm", "tril_indices", "triu_indices"):
        return "int64"
    return DEFAULT if name in FLOAT_FACTORIES or name.endswith("_window") else ""


def _device(call: Call, like: bool) -> str:
    given = call.args.keywords.get("device")
    if given is None:
        source = call.args.positional[0] if like and call.args.positional else None
        found = call.host.state.heap.get(source.id) if isinstance(source, Ref) else None
        return found.device if isinstance(found, Tensor) else "cpu"
    return device_named(given)


def device_named(value: Value | None) -> str:
    """The device that an argument names; empty if it is not known."""
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else ""


def _lost(call: Call) -> Lost:
    """`linspace(w[0], …)`, `full` and the like take tensors and cut silently; `*_like` takes none of their values."""
    host = call.host
    values = [v for v in call.args.positional if not isinstance(v, Literal)]
    if call.name.endswith("_like") or ".new_" in call.name:
        return NO_LOSS
    lost: dict[int, Cut] = {}
    for value in values:
        source = flow(host.state, value)
        if source.certain or source.lost:
            lost.update(severed(host.state, source, Cut("non-differentiable", call.place, host.source(call.place))))
    return lost or NO_LOSS


@handles("torch.tensor", "torch.Tensor.new_tensor", "torch.scalar_tensor")
def tensor(call: Call) -> Value:
    """Copies values into a new tensor: a graph they had stays behind."""
    host = call.host
    data = call.arg(1 if call.name.endswith("new_tensor") else 0, "data")
    source = flow(host.state, data) if data is not None else flow(host.state, Literal(0, "int"))
    lost = severed(host.state, source, _rewrapped(call, data))
    given = call.args.keywords.get("dtype")
    dtype = dtype_named(given) if given is not None else "" if data is None else dtype_of(host.state, data)
    return made(call, dtype, lost, masked=True, shape=None if data is None else shape_of(host.state, data))


def _rewrapped(call: Call, data: Value | None) -> Cut:
    """The cut that copying values makes."""
    found = call.host.state.heap.get(data.id) if isinstance(data, Ref) else data
    items: tuple[Value, ...] = ()
    if isinstance(found, Sequence):
        items = (*found.items, *(() if found.rest is None else (found.rest,)))
    elif isinstance(found, Tuple):
        items = found.items
    tensors = [option for item in items for option in options(item)]
    many = bool(tensors) and all(isinstance(v, Ref) and call.host.state.tensor(v.id) is not None for v in tensors)
    return Cut("rewrap", call.place, call.host.source(call.place), many=many)


@handles("torch.Tensor.new")
def new(call: Call) -> Value:
    """Another tensor of this dtype and device: empty, or with the values of a list."""
    found = call.host.state.tensor(call.receiver.id) if isinstance(call.receiver, Ref) else None
    given = flows(call.host.state, call.args.positional[1:])
    lost = severed(call.host.state, given, _rewrapped(call, call.arg(1, "data")))
    return made(call, "" if found is None else found.dtype, lost)


@handles("torch.Tensor", "torch.FloatTensor", "torch.DoubleTensor", "torch.LongTensor", "torch.IntTensor", "torch.HalfTensor",
         "torch.BoolTensor", "torch.ByteTensor")  # fmt: skip
def legacy(call: Call) -> Value:
    """`torch.Tensor(t)` of one tensor is an alias in its graph; of a list it copies values."""
    host = call.host
    dtype = dtype_named(Library(call.name)) if call.name != "torch.Tensor" else DEFAULT
    data = call.args.positional[0] if len(call.args.positional) == 1 else None
    if isinstance(data, Ref) and isinstance(host.state.heap[data.id], Tensor):
        return make(host, flow(host.state, data), call.place, Result(dtype=dtype, device="cpu"))
    lost = NO_LOSS
    if data is not None:
        lost = severed(host.state, flow(host.state, data), _rewrapped(call, data))
    return made(call, dtype, lost)


@handles("torch.as_tensor", "torch.asarray")
def as_tensor(call: Call) -> Value:
    """A tensor comes back as it is, or as a differentiable copy; a list is copied and cut."""
    host = call.host
    data = call.arg(0, "data")
    if data is None:
        data = call.arg(0, "obj") or call.unknown("an argument that is not known")
    given = call.args.keywords.get("dtype")
    is_plain = not _may_be_tensor(call, data)
    if is_plain:
        return tensor(call)
    found = host.state.heap.get(data.id) if isinstance(data, Ref) else None
    if isinstance(found, Tensor) and (given is None or dtype_named(given) == found.dtype != ""):
        return data
    from gradsight.knowledge.torch.conversions import converted

    return converted(call, data, dtype_named(given) if given is not None else "", "")


def _may_be_tensor(call: Call, data: Value) -> bool:
    from gradsight.domain.values import Unknown
    from gradsight.knowledge.torch.apply import is_tensor

    return isinstance(data, Unknown | Choice) or bool(is_tensor(call.host.state, data))


@handles("torch.from_numpy", "torch.frombuffer", "torch.from_file")
def from_numpy(call: Call) -> Value:
    """A plain tensor; what the array was computed from is lost."""
    data = call.args.positional[0] if call.args.positional else None
    lost = flow(call.host.state, data).lost if data is not None else NO_LOSS
    return made(call, "", lost)


@handles("torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer", "torch.nn.Buffer")
def parameter(call: Call) -> Value:
    """A new leaf on the same storage, without the graph of what it was made from."""
    host = call.host
    data = call.arg(0, "data")
    flag = call.arg(1, "requires_grad")
    wanted = True if flag is None else host.truth(flag)
    buffer = call.name.endswith("Buffer")
    source = flow(host.state, data) if data is not None else flow(host.state, Literal(0, "int"))
    lost = severed(host.state, source, Cut("rewrap", call.place, host.source(call.place)))
    states = Grad.CONSTANT if buffer or wanted is False else Grad.LEAF if wanted else Grad.LEAF | Grad.CONSTANT
    found = host.state.heap.get(data.id) if isinstance(data, Ref) else None
    like = found if isinstance(found, Tensor) else Tensor(states, Why(call.place, ""), dtype=DEFAULT)
    text = f"created by `{shorten(host.source(call.place))}`"
    made_parameter = host.new(
        Tensor(
            states,
            Why(call.place, text, source.whys if lost else ()),
            lost=lost,
            dtype=like.dtype,
            device=like.device,
            shape=like.shape,
            dense=like.dense,
            parameter=not buffer,
            statement=host.statement,
            flagged=call.place if wanted else None,
            masks=call.place if lost and states == Grad.LEAF else None,
            inference=inference_of(host, data.id if isinstance(data, Ref) else None),
        )
    )
    host.log.add(Made(host.visit(call.place), made_parameter.id))
    return made_parameter


@handles("torch.autograd.Variable", "torch.autograd.variable.Variable")
def variable(call: Call) -> Value:
    """A new tensor without the graph of what it was made from."""
    host = call.host
    data = call.arg(0, "data")
    flag = call.arg(1, "requires_grad")
    source = flow(host.state, data) if data is not None else flow(host.state, Literal(0, "int"))
    wanted = False if flag is None else host.truth(flag)
    kind: CutKind = "rewrap" if wanted else "detach"
    lost = severed(host.state, source, Cut(kind, call.place, host.source(call.place)))
    dtype = "" if data is None else dtype_of(host.state, data)
    shape = None if data is None else shape_of(host.state, data)
    keywords = {**call.args.keywords, **({} if flag is None else {"requires_grad": flag})}
    from gradsight.knowledge.host import Args

    new = Call(host, call.name, Args(call.args.positional[:1], keywords), call.place)
    return made(new, dtype, lost, masked=True, shape=shape)
