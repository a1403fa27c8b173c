"""The shape, the order in memory and the identity that are claimed of a result are what torch's own samples show."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_modules import module_db

import torch
from gradsight.domain.grad import Grad
from gradsight.domain.objects import Sequence as Listed
from gradsight.domain.objects import Tensor as Known
from gradsight.domain.state import Heap, Reads, State
from gradsight.domain.values import Library, Plain, Ref, Tuple, Value, literal
from gradsight.domain.why import Why
from gradsight.findings import Place
from gradsight.knowledge.host import Args
from gradsight.knowledge.torch.layer_shapes import layer_shape
from gradsight.knowledge.torch.layout import stays, stays_dense, surely_view
from gradsight.knowledge.torch.shape_rules import result_shape
from gradsight.knowledge.torch.table import layer, op
from torch import Tensor

#: Samples per function and layer.
SAMPLES = 25
#: Torch's samples call it with the weight first.
SWAPPED = ("nn.functional.embedding",)
WHY = Why(Place("", 0, 0), "")


@dataclass(frozen=True, slots=True)
class Sample:
    """A call under torch, and the same call over the domain."""

    name: str
    state: State
    args: Args
    given: Tensor
    run: Callable[[], object]

    def __str__(self) -> str:
        return f"{self.name}{tuple(self.given.shape)}"


def test_functions_and_methods() -> None:
    claims, wrong = 0, list[str]()
    for sample in operator_samples():
        shape = result_shape(sample.state, sample.name, sample.args)
        for result in ran(sample):
            claims += shape is not None
            if shape is not None and not agrees(shape, tuple(result.shape)):
                wrong.append(f"{sample} is {tuple(result.shape)}, not {shape}")
            wrong.extend(f"{sample} {fault}" for fault in faults(sample, result))
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert claims > 1000


def faults(sample: Sample, result: Tensor) -> Iterator[str]:
    """What is wrongly claimed of the order in memory of a result, and of its being the input or a view of it."""
    row = op(sample.name)
    assert row is not None
    same = stays(sample.state, sample.name, sample.args.positional[0], sample.args)
    if stays_dense(sample.state, sample.name, sample.args) and not in_order(result):
        yield "is not in order"
    if row.returns_self == "sometimes" and same not in (None, result is sample.given):
        yield f"is its input: {result is sample.given}"
    viewed = row.maybe_view and surely_view(sample.state, sample.name, sample.args)
    if viewed and result is not sample.given and result.data_ptr() != sample.given.data_ptr():
        yield "is no view"


def test_layers() -> None:
    claims, wrong = 0, list[str]()
    for name, options, sample in layer_samples():
        shape = layer_shape(sample.state, name, options, sample.args)
        for result in ran(sample):
            claims += shape is not None
            if shape is not None and not agrees(shape, tuple(result.shape)):
                wrong.append(f"{sample} gives {tuple(result.shape)}, not {shape}")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert claims > 100


def agrees(claimed: tuple[int | None, ...], seen: tuple[int, ...]) -> bool:
    """Whether each size that is claimed is so."""
    return len(claimed) == len(seen) and all(a in (None, b) for a, b in zip(claimed, seen, strict=True))


def in_order(tensor: Tensor) -> bool:
    return tensor.layout is torch.strided and tensor.is_contiguous()


def ran(sample: Sample) -> list[Tensor]:
    """The tensors that torch gives, none if it refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = sample.run()
        except Exception:  # torch raises whatever it likes for arguments that do not fit
            return []
    return [each for each in (result if isinstance(result, tuple) else (result,)) if type(each) is Tensor]


def operator_samples() -> Iterator[Sample]:
    """Torch's own samples, of each function as function and as method."""
    for info in op_db:
        names = [f"torch.{info.name}", *([] if "." in info.name else [f"torch.Tensor.{info.name}"])]
        dtype = next((each for each in (torch.float64, torch.float32, torch.int64) if each in info.dtypes), None)
        known = [name for name in names if op(name) is not None]
        if dtype is None or not known or info.variant_test_name or info.name in SWAPPED:
            continue
        for sample in islice(info.sample_inputs("cpu", dtype, requires_grad=False), SAMPLES):
            yield from _samples(known, info.op, sample.input, sample.args, sample.kwargs)


def _samples(
    names: list[str], function: Callable[..., object], first: object, args: tuple[object, ...], more: dict[str, object]
) -> Iterator[Sample]:
    if isinstance(first, Tensor):
        state = State(Heap({}, (), Reads()))
        values = Args(
            tuple(value(state, each) for each in (first, *args)),
            {key: value(state, each) for key, each in more.items()},
        )
        for name in names:
            yield Sample(name, state, values, first, lambda: function(first, *args, **more))


def layer_samples() -> Iterator[tuple[str, dict[str, Value], Sample]]:
    """Torch's own samples of layers, with the settings that they were made with."""
    for info in module_db:
        name = f"torch.nn.{info.module_cls.__name__}"
        row = layer(name)
        if row is None or "Lazy" in name:
            continue
        for sample in islice(info.module_inputs_func(info, "cpu", torch.float64, False, True), SAMPLES):
            built, given = sample.constructor_input, sample.forward_input
            if given is None or not given.args or not isinstance(given.args[0], Tensor):
                continue
            module = info.module_cls(*built.args, **built.kwargs).double()
            state = State(Heap({}, (), Reads()))
            options = {key: value(state, each) for key, each in row.defaults.items()}
            options |= {key: value(state, each) for key, each in zip(row.init, built.args, strict=False)}
            options |= {key: value(state, each) for key, each in built.kwargs.items()}
            args = Args(tuple(value(state, each) for each in given.args))
            run = lambda module=module, given=given: module(*given.args, **given.kwargs)  # noqa: E731
            yield name, options, Sample(name, state, args, given.args[0], run)


def value(state: State, given: object) -> Value:
    """The abstract value of an argument."""
    match given:
        case Tensor():
            id = len(state.heap)
            dtype = str(given.dtype).removeprefix("torch.")
            state.heap[id] = Known(Grad.CONSTANT, WHY, dtype=dtype, shape=tuple(given.shape), dense=in_order(given))
            return Ref(id)
        case list():
            id = len(state.heap)
            state.heap[id] = Listed("list", ())
            state.heap[id] = Listed("list", tuple(value(state, each) for each in given))
            return Ref(id)
        case tuple():
            return Tuple(tuple(value(state, each) for each in given))
        case bool() | int() | float() | complex() | str() | None:
            return literal(given)
        case torch.dtype():
            return Library(str(given))
    return Plain("object")
