"""Generates `operators.json` from what torch's own operator and module tests know. Run it with the Python that has torch.

`curves`: which gradients are themselves in a graph under `create_graph=True`. Two inputs at a time require grad; the
gradient of one that then requires grad depends on the other, with "!" also after one more differentiation.
`elementwise`: the result has the shape to which the tensors broadcast.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from ops_calls import can_require, remade, tensors
from ops_measure import total
from torch.testing._internal.common_methods_invocations import BinaryUfuncInfo, UnaryUfuncInfo, op_db
from torch.testing._internal.common_modules import module_db

import torch
from torch import Tensor

FILE = Path(__file__).parents[1] / "gradsight/knowledge/torch/data/operators.json"
#: Samples per function and layer.
SAMPLES = 4
#: Samples whose shapes are looked at.
SHAPES = 40
#: Layers with more inputs and parameters are made of others.
MOST_INPUTS = 12

Inputs = dict[str, object]
Curves = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """Something to call, with inputs by position or name; those that begin with "self." are a layer's own."""

    function: Callable[[Inputs], object]
    inputs: Inputs
    elementwise: bool = False
    """Whether torch's own tests call it so."""

    @property
    def given(self) -> Inputs:
        return {key: value for key, value in self.inputs.items() if not key.startswith("self.")}


def main() -> None:
    """Write, or with `--check` compare."""
    text = content()
    if "--check" in sys.argv:
        sys.exit(0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else "stale: operators.json")
    FILE.write_text(text, encoding="utf-8")


def content() -> str:
    """The data file; the same torch gives the same bytes."""
    torch.set_num_threads(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        runs = {**functions(), **layers()}
        bent = {name: found for name, mine in runs.items() if (found := curves(few(mine)))}
        tables = {
            "curves": bent,
            "elementwise": [name for name, mine in runs.items() if always(is_elementwise, mine)],
        }
    return json.dumps(tables, separators=(",", ":"), sort_keys=True) + "\n"


def functions() -> dict[str, list[Run]]:
    """By name below `torch`, such as "nn.functional.linear"."""
    runs: dict[str, list[Run]] = {}
    for info in op_db:
        dtype = next((dtype for dtype in (torch.float64, torch.float32) if dtype in info.dtypes), None)
        if dtype is not None:
            for sample in islice(info.sample_inputs("cpu", dtype, requires_grad=False), SHAPES):
                values = {str(index): value for index, value in enumerate((sample.input, *sample.args))}
                ufunc = isinstance(info, UnaryUfuncInfo | BinaryUfuncInfo)
                runs.setdefault(info.name, []).append(Run(runner(info.op), values | sample.kwargs, ufunc))
    return runs


def runner(function: Callable[..., object]) -> Callable[[Inputs], object]:
    def run(inputs: Inputs) -> object:
        positional = [inputs[key] for key in sorted(filter(str.isdigit, inputs), key=int)]
        return function(*positional, **{key: value for key, value in inputs.items() if not key.isdigit()})

    return run


def layers() -> dict[str, list[Run]]:
    """By name below `torch`; the layer's own parameters are called "self.weight"."""
    runs: dict[str, list[Run]] = {}
    for info in module_db:
        name = f"nn.{info.module_cls.__name__}"
        if getattr(torch.nn, info.module_cls.__name__, None) is not info.module_cls or "Lazy" in name:
            continue
        for sample in islice(info.module_inputs_func(info, "cpu", torch.float64, False, True), SHAPES):
            built, given = sample.constructor_input, sample.forward_input
            if given is not None:
                module = info.module_cls(*built.args, **built.kwargs).double()
                own = {f"self.{key}": parameter for key, parameter in module.named_parameters()}
                inputs = {str(index): value for index, value in enumerate(given.args)} | given.kwargs | own
                if len(inputs) <= MOST_INPUTS:
                    runs.setdefault(name, []).append(Run(layer_runner(module), inputs))
    return runs


def layer_runner(module: torch.nn.Module) -> Callable[[Inputs], object]:
    def run(inputs: Inputs) -> object:
        own = {key.removeprefix("self."): value for key, value in inputs.items() if key.startswith("self.")}
        call = {key: value for key, value in inputs.items() if not key.startswith("self.")}
        return runner(lambda *args, **kwargs: torch.func.functional_call(module, own, args, kwargs))(call)

    return run


def few(runs: list[Run]) -> list[Run]:
    """A few of the runs; modes that are chosen by a text do not count beside the usual one."""
    usual = [run for run in runs if not any(isinstance(value, str) for value in run.inputs.values())]
    return (usual or runs)[:SAMPLES]


def curves(runs: list[Run]) -> Curves:
    """For each input those on which its gradient depended in every run that showed anything."""
    answers: dict[tuple[str, str], list[int]] = {}
    for run in runs:
        floating = [
            key for key, value in run.inputs.items() if any(can_require(t) and t.numel() for t in tensors(value))
        ]
        for one, other in product(floating, repeat=2):
            order = curvature(run, one, other)
            if order is not None:
                answers.setdefault((one, other), []).append(order)
    result: Curves = {}
    for (one, other), orders in answers.items():
        if min(orders) > 0:
            result.setdefault(one, []).append(other + ("!" if min(orders) > 1 else ""))
    return {one: sorted(others) for one, others in result.items()}


def curvature(run: Run, one: str, other: str) -> int | None:
    """How often `one` can be differentiated before its gradient is plain, up to 2 by itself; None if it cannot be run."""
    leaves: list[Tensor] = []
    try:
        torch.manual_seed(0)
        made = {
            key: remade(value, key in (one, other), leaves if key == one else None) for key, value in run.inputs.items()
        }
        roots: list[Tensor] = [total(t) for t in tensors(run.function(made)) if t.requires_grad]
        for order in range(2):
            gradients = torch.autograd.grad(roots, leaves, create_graph=True, allow_unused=True)
            reached = [g for g in gradients if g is not None and g.numel()]
            if not reached:
                return order or None
            if not all(g.requires_grad for g in reached):
                return order
            if order == 1 or one != other:
                return order + 1
            roots = [total(g) for g in reached]
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return None
    return 2


def always(fits: Callable[[Run], bool | None], runs: list[Run]) -> bool:
    """Whether all runs fit that can tell, and one can."""
    answers = [answer for run in runs if (answer := fits(run)) is not None]
    return bool(answers) and all(answers)


def is_elementwise(run: Run) -> bool | None:
    """Squares and the like can only tell that a function is not elementwise."""
    result, shapes = shape_of(run), [tuple(t.shape) for t in tensors(list(run.given.values()))]
    if result is None or not shapes:
        return None
    try:
        fits = result == tuple(torch.broadcast_shapes(*shapes))
    except RuntimeError:
        return False
    longest = max(shapes, key=len)
    telling = len(longest) > 1 and len(set(longest)) == len(longest)
    return fits if telling or run.elementwise or not fits else None


def shape_of(run: Run) -> tuple[int, ...] | None:
    """The shape of the result, () standing for no dimensions; None if it cannot be run."""
    try:
        torch.manual_seed(0)
        result = run.function({key: remade(value) for key, value in run.inputs.items()})
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return None
    return tuple(result.shape) if isinstance(result, Tensor) else (-1,)


if __name__ == "__main__":
    main()
