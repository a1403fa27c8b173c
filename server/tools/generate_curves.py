"""Generates `curves.json`: which gradients are themselves in a graph under `create_graph=True`. Run it with the Python that has torch.

For each function that torch's own operator tests know, and each layer that its module tests know, two inputs at a time require
grad. The gradient of one that then requires grad depends on the other; with "!" it still does after one more differentiation.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path

from ops_calls import can_require, remade, tensors
from ops_measure import total
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.common_modules import module_db

import torch
from torch import Tensor

FILE = Path(__file__).parents[1] / "gradsight/knowledge/torch/data/curves.json"
#: Samples per function and layer.
SAMPLES = 4
#: Layers with more inputs and parameters are made of others.
MOST_INPUTS = 12

Inputs = dict[str, object]
Run = tuple[Callable[[Inputs], object], Inputs]
Curves = dict[str, list[str]]


def main() -> None:
    """Write, or with `--check` compare."""
    text = content()
    if "--check" in sys.argv:
        sys.exit(0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else "stale: curves.json")
    FILE.write_text(text, encoding="utf-8")


def content() -> str:
    """The data file; the same torch gives the same bytes."""
    torch.set_num_threads(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables = {"functions": dict(functions()), "layers": dict(layers())}
    return json.dumps(tables, separators=(",", ":"), sort_keys=True) + "\n"


def functions() -> Iterator[tuple[str, Curves]]:
    """By name below `torch`, such as "nn.functional.linear"; modes that are chosen by a text do not count beside the usual one."""
    samples: dict[str, list[Run]] = {}
    for info in op_db:
        dtype = next((dtype for dtype in (torch.float64, torch.float32) if dtype in info.dtypes), None)
        if dtype is not None and info.supports_autograd:
            for sample in islice(info.sample_inputs("cpu", dtype, requires_grad=False), SAMPLES):
                values = {str(index): value for index, value in enumerate((sample.input, *sample.args))}
                samples.setdefault(info.name, []).append((runner(info.op), values | sample.kwargs))
    for name, runs in samples.items():
        usual = [run for run in runs if not any(isinstance(value, str) for value in run[1].values())]
        found = curves(usual or runs)
        if found:
            yield name, found


def runner(function: Callable[..., object]) -> Callable[[Inputs], object]:
    def run(inputs: Inputs) -> object:
        positional = [inputs[key] for key in sorted(filter(str.isdigit, inputs), key=int)]
        return function(*positional, **{key: value for key, value in inputs.items() if not key.isdigit()})

    return run


def layers() -> Iterator[tuple[str, Curves]]:
    """By qualified name; the layer's own parameters are called "self.weight"."""
    for info in module_db:
        name = f"torch.nn.{info.module_cls.__name__}"
        if getattr(torch.nn, info.module_cls.__name__, None) is not info.module_cls or "Lazy" in name:
            continue
        runs = []
        for sample in islice(info.module_inputs_func(info, "cpu", torch.float64, False, True), SAMPLES):
            built, given = sample.constructor_input, sample.forward_input
            if given is not None:
                module = info.module_cls(*built.args, **built.kwargs).double()
                own = {f"self.{name}": parameter for name, parameter in module.named_parameters()}
                inputs = {str(index): value for index, value in enumerate(given.args)} | given.kwargs
                runs.append((layer_runner(module), inputs | own))
        found = curves([run for run in runs if len(run[1]) <= MOST_INPUTS])
        if found:
            yield name, found


def layer_runner(module: torch.nn.Module) -> Callable[[Inputs], object]:
    def run(inputs: Inputs) -> object:
        own = {key.removeprefix("self."): value for key, value in inputs.items() if key.startswith("self.")}
        call = {key: value for key, value in inputs.items() if not key.startswith("self.")}
        return runner(lambda *args, **kwargs: torch.func.functional_call(module, own, args, kwargs))(call)

    return run


def curves(runs: list[Run]) -> Curves:
    """For each input those on which its gradient depended in every run that showed anything."""
    answers: dict[tuple[str, str], list[int]] = {}
    for run, inputs in runs:
        floating = [key for key, value in inputs.items() if any(can_require(t) and t.numel() for t in tensors(value))]
        for one, other in product(floating, repeat=2):
            order = curvature(run, inputs, one, other)
            if order is not None:
                answers.setdefault((one, other), []).append(order)
    result: Curves = {}
    for (one, other), orders in answers.items():
        if min(orders) > 0:
            result.setdefault(one, []).append(other + ("!" if min(orders) > 1 else ""))
    return {one: sorted(others) for one, others in result.items()}


def curvature(run: Callable[[Inputs], object], inputs: Inputs, one: str, other: str) -> int | None:
    """How often `one` can be differentiated before its gradient is plain, up to 2 by itself; None if it cannot be run."""
    leaves: list[Tensor] = []
    try:
        torch.manual_seed(0)
        made = {
            key: remade(value, key in (one, other), leaves if key == one else None) for key, value in inputs.items()
        }
        roots: list[Tensor] = [total(t) for t in tensors(run(made)) if t.requires_grad]
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


if __name__ == "__main__":
    main()
