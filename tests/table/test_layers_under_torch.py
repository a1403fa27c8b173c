"""Every layer and distribution of the table is built and run under torch as a user would, and must do what the table
says.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterator, Mapping

import pytest
from ops_calls import remade
from ops_distributions import VALUE, built, members, parameter_sets, result
from ops_layers import Sample, torch_samples
from ops_measure import pattern
from ops_registered import build, constructor
from ops_samples import expression_samples, seed
from test_ops_under_torch import agree, none_of
from torch.testing._internal.common_modules import module_db

import torch
from gradsight.knowledge.torch import table
from torch import nn

Built = tuple[table.Layer, Sample, nn.Module]


@pytest.fixture(scope="module")
def layers() -> list[Built]:
    """Every layer with each of torch's samples that it can be built from."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    tested = {info.module_cls: info for info in module_db}
    found: list[Built] = []
    for name in sorted(n for n, cls in vars(nn).items() if inspect.isclass(cls) and issubclass(cls, nn.Module)):
        cls, layer = getattr(nn, name), table.layer(f"torch.nn.{name}")
        assert layer is not None, name
        seed()
        samples = [
            *(torch_samples(tested[cls]) if cls in tested else ()),
            *expression_samples(f"torch.nn.{name}", True),
        ]
        found += [(layer, sample, module) for sample in samples if (module := build(cls, sample[0])) is not None]
    return found


def test_coverage(layers: list[Built], capsys: pytest.CaptureFixture[str]) -> None:
    names = {layer.name for layer, _, _ in layers}
    with capsys.disabled():
        print(f"\n{len(names)} layers built in {len(layers)} ways")
    assert len(names) > 140


def test_registered_names(layers: list[Built]) -> None:
    """What each layer registers follows from its options."""
    wrong = []
    for layer, sample, module in layers:
        options = layer_options(module, sample)
        for held, listed in (
            (module.named_parameters(recurse=False), layer.parameters),
            (module.named_buffers(recurse=False), layer.buffers),
        ):
            there = {re.sub(r"(?<=_l)\d+(_reverse)?$", "*", name) for name, _ in held}
            expected = {name for name, condition in listed if holds(condition, options)}
            set_ = sorted(name for name, value in options.items() if value is not None and value is not False)
            wrong += (
                [f"{layer.name}{set_}: table {sorted(expected)}, torch {sorted(there)}"] if there != expected else []
            )
    none_of(wrong)


def test_results_follow_parameters_and_inputs(layers: list[Built]) -> None:
    """With plain inputs the result requires grad where the layer has parameters, with other inputs where one of them
    is reached.
    """
    none_of([line for layer, sample, module in layers for line in disagreements(layer, sample, module)])


def test_layers_that_give_back_their_input(layers: list[Built]) -> None:
    wrong = []
    for layer, sample, module in layers:
        for training in (True, False):
            given = [remade(value) for value in sample[1][0]]
            same = forward(module.train(training), given, sample[1][1]) is (given[0] if given else None)
            expected = {"always": True, "never": False, "eval": not training}.get(layer.returns_self, same)
            wrong += [f"{layer.name}, training {training}"] if same != expected else []
    none_of(wrong)


def layer_options(module: nn.Module, sample: Sample) -> dict[str, object]:
    signature = constructor(type(module))
    given = dict(zip(signature, sample[0][0], strict=False)) | sample[0][1]
    return {name: given.get(name, parameter.default) for name, parameter in signature.items()}


def holds(condition: str, options: Mapping[str, object]) -> bool:
    """Whether a condition of the table holds: "," joins what must hold together, "|" alternatives, "!" what must not
    be set.
    """
    parts = [[part for part in alternative.split(",") if part] for alternative in condition.split("|")]
    return any(
        all(is_set(options.get(part.lstrip("!"))) != part.startswith("!") for part in needed) for needed in parts
    )


def is_set(value: object) -> bool:
    return value is not None and (isinstance(value, torch.Tensor) or bool(value))


def disagreements(layer: table.Layer, sample: Sample, module: nn.Module) -> Iterator[str]:
    positional, keywords = sample[1]
    trainable = any(True for _ in module.parameters())
    accepted = [
        remade(value, name in layer.differentiable) for name, value in zip(layer.forward, positional, strict=False)
    ]
    flags = {name: parameter.default for name, parameter in inspect.signature(module.forward).parameters.items()}
    options = layer_options(module, sample) | flags | keywords
    outputs = next((text for condition, text in layer.outputs_when if holds(condition, options)), layer.outputs)
    for given, tracked in ((list(positional), trainable), (accepted, True)):
        seen = forward(module.train(), given, keywords)
        if seen is not None and len(given) == len(positional):
            followed = tracked and (trainable or any(isinstance(v, torch.Tensor) and v.requires_grad for v in given))
            text = pattern(seen, followed)
            if not agree(outputs, text, {"D": "D" if followed else "NC", "N": "NC", "P": "P"}):
                yield f"{layer.name}{sample[0]}: table {outputs}, torch {text}"


def forward(module: nn.Module, positional: list[object], keywords: Mapping[str, object]) -> object | None:
    """What the layer gives, or None where the sample does not fit."""
    try:
        return module(*positional, **keywords)
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return None


@pytest.mark.parametrize(
    "name", sorted(n for n in torch.distributions.__all__ if table.distribution(f"torch.distributions.{n}"))
)
def test_distributions(name: str) -> None:
    """Methods and properties follow the parameters that the table names, and no others."""
    cls, known = getattr(torch.distributions, name), table.distribution(f"torch.distributions.{name}")
    assert known is not None
    wrong = []
    for arguments in parameter_sets(name, cls):
        for member in members(cls):
            whole = result(cls, arguments, member, None)
            if whole is None:
                continue
            seen = pattern(whole, True).replace("C", "N")
            wrong += (
                [f"{member}: table {known.methods.get(member)}, torch {seen}"]
                if seen == "D" != known.methods.get(member)
                else []
            )
            for only in (*arguments[1], VALUE) if member in known.follows else ():
                alone = result(cls, arguments, member, only)
                follows = alone is not None and pattern(alone, True) == "D"
                wrong += [f"{member} follows {only}"] if follows and only not in known.follows[member] else []
        wrong += rsample_disagrees(cls, arguments, known)
    none_of(wrong)


def rsample_disagrees(cls: type, arguments: tuple, known: table.Distribution) -> list[str]:
    try:
        has = bool(built(cls, arguments).has_rsample)
    except Exception:  # a set of parameters that the distribution refuses
        return []
    return [] if has == known.has_rsample else [f"has_rsample: torch {has}"]
