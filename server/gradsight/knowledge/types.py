"""Values of which only the type is known, from annotations of the program and from what libraries say."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many

from gradsight.domain.grad import Filled, Grad
from gradsight.domain.objects import Dict, Instance, Optimizer, Sequence, Tensor
from gradsight.domain.reach import EMPTY, Reach
from gradsight.domain.values import NONE, Library, Plain, Tuple, Unknown, Value, choice
from gradsight.domain.why import Why
from gradsight.knowledge.host import Args, Host
from gradsight.knowledge.torch.layers import is_layer
from gradsight.knowledge.torch.optimizers import init_optimizer, is_optimizer_class
from gradsight.knowledge.torch.unseen import unseen

TENSORS = ("torch.Tensor", "torch.FloatTensor", "torch.DoubleTensor", "torch.HalfTensor", "torch.autograd.Variable",
           "torchtyping.TensorType")  # fmt: skip
INTEGRAL = {
    "torch.LongTensor": "int64",
    "torch.IntTensor": "int32",
    "torch.ShortTensor": "int16",
    "torch.CharTensor": "int8",
    "torch.ByteTensor": "uint8",
    "torch.BoolTensor": "bool",
}
PARAMETERS = ("torch.nn.Parameter", "torch.nn.parameter.Parameter")
PLAIN = {"int": "int", "float": "float", "str": "str", "bool": "bool", "bytes": "str", "complex": "complex"}
ANY = Grad.CONSTANT | Grad.LEAF | Grad.TRACKED

ANY_GRAD = Filled.NONE | Filled.POPULATED

OPTIONAL, UNION = "typing.Optional", "typing.Union"
_SAME = ("Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly")
_LISTS = ("builtins.list", "typing.List")
_TUPLES = ("builtins.tuple", "typing.Tuple")
_SETS = ("builtins.set", "builtins.frozenset", "typing.Set", "typing.FrozenSet")
_DICTS = ("builtins.dict", "typing.Dict", "typing.OrderedDict", "collections.OrderedDict")
_ITERABLES = ("Iterable", "Sequence", "Collection", "MutableSequence")
ITERABLE = "iterable"
"""The kind of a `Sequence` of which only that is known: a list, a tuple, or something else."""
_SHAPED = ("Float", "Shaped", "Num", "Inexact", "Real", "Complex", "BFloat16", "Int", "Integer", "UInt", "Bool")
"""jaxtyping's words for what an array holds, which numbers may follow."""
_COUNTED = ("Int", "UInt", "Bool")

Part = Callable[[bool], Value]
"""Makes the value of a type's argument; told whether that stands for many."""
Parts = Many[Part | None]
"""The arguments of a type; None is `...`."""


def typed(host: Host, name: str, parts: Parts, why: Why, many: bool = False, reach: Reach = EMPTY) -> Value:
    """A value of the library type of that name; with `many`, one that stands for any number of such. A tensor may have
    `reach` behind it."""
    if (plain := PLAIN.get(name.removeprefix("builtins."))) is not None:
        return Plain(plain)
    if name in ("builtins.None", "types.NoneType"):
        return NONE
    if name in TENSORS:
        return host.new(Tensor(ANY, why, reach, grad=ANY_GRAD, retains=None, walked=None, inference=None, summary=many))
    if name in INTEGRAL:
        return host.new(Tensor(Grad.CONSTANT, why, dtype=INTEGRAL[name], summary=many))
    if name in PARAMETERS:
        return host.new(Tensor(Grad.LEAF | Grad.CONSTANT, why, grad=ANY_GRAD, parameter=True, summary=many))
    if name == "torch.utils.data.DataLoader":
        return host.new(Instance(Library(name), {"dataset": Unknown(why)}))
    if name.partition(".")[0] == "numpy":
        return Plain("ndarray")
    if is_layer(name):
        return unseen(host, name, why)
    if is_optimizer_class(name):
        return _optimizer(host, name, why)
    found = _generic(host, name, parts, why, many)
    return Unknown(why, name) if found is None else found


def _optimizer(host: Host, name: str, why: Why) -> Value:
    made = host.new(Optimizer(Library(name), {}, why.place))
    init_optimizer(host, made, name, Args((Unknown(why),)), why.place)
    return made


def _generic(host: Host, name: str, parts: Parts, why: Why, many: bool) -> Value | None:
    """A value of a type that is made of other types."""
    library, _, last = name.rpartition(".")
    known = [part for part in parts if part is not None]
    if name == OPTIONAL and known:
        return choice([known[0](many), NONE])
    if name == UNION and known:
        return choice([part(many) for part in known])
    if library in ("typing", "typing_extensions") and last in _SAME and known:
        return known[0](many)
    if library == "jaxtyping" and known:
        return _shaped(host, last, known[0](many), why, many)
    return _container(host, name, parts, why)


def _shaped(host: Host, kind: str, array: Value, why: Why, many: bool) -> Value | None:
    """An array of jaxtyping; one of integers has no gradient."""
    word = kind.rstrip("0123456789")
    if word not in _SHAPED:
        return None
    found = host.state.heap.get(getattr(array, "id", -1))
    if isinstance(found, Tensor) and word in _COUNTED:
        return host.new(Tensor(Grad.CONSTANT, why, dtype="bool" if word == "Bool" else "int64", summary=many))
    return array


def _container(host: Host, name: str, parts: Parts, why: Why) -> Value | None:
    library, _, last = name.rpartition(".")
    item = parts[0] if parts else None
    of_typing = library in ("typing", "collections.abc")
    if name in _TUPLES and parts and None not in parts:
        return Tuple(tuple(part(False) for part in parts if part is not None))
    kind = "list" if name in _LISTS else "tuple" if name in _TUPLES else "set" if name in _SETS else ""
    if not kind and of_typing and last in _ITERABLES:
        kind = ITERABLE
    if kind:
        return host.new(Sequence(kind, (), Unknown(why) if item is None else item(True)))
    if name in _DICTS:
        of = parts[1] if len(parts) == 2 else None
        return host.new(Dict({}, Unknown(why) if of is None else of(True)))
    return None
