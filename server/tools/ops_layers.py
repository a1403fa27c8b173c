"""The layers of `torch.nn`: what their `forward` does to gradients, by building and running them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from ops_calls import Call
from ops_measure import Measured, measure
from ops_names import python_parameters
from ops_registered import Arguments, Row, build, constructor, plain, registered
from ops_rows import joined_outputs, joined_saves, returned
from ops_samples import expression_samples, option, seed
from torch.testing._internal.common_modules import module_db

import torch
from torch import nn

#: A constructor's arguments and those of one forward call.
Sample = tuple[Arguments, Arguments]
#: Runs per layer and mode.
RUNS = 3


def layer_rows() -> dict[str, Row]:
    """One row per public module class of `torch.nn`."""
    tested = {info.module_cls: info for info in module_db}
    rows: dict[str, Row] = {}
    for name in sorted(dir(nn)):
        cls = getattr(nn, name)
        if inspect.isclass(cls) and issubclass(cls, nn.Module):
            seed()
            samples = expression_samples(f"torch.nn.{name}", with_constructor=True)
            rows[f"torch.nn.{name}"] = layer_row(
                cls, samples or list(torch_samples(tested[cls])) if cls in tested else samples
            )
    return rows


def torch_samples(info: object) -> Iterator[Sample]:
    """Those of torch's own module tests, one per combination of constructor options."""
    seen = set()
    for sample in info.module_inputs_func(info, "cpu", torch.float32, False, True):  # type: ignore[attr-defined]
        built, given = sample.constructor_input, sample.forward_input
        if given is None:
            continue
        key = tuple(map(option, (*built.args, *built.kwargs.values(), *given.args, *given.kwargs.values())))
        if key not in seen:
            seen.add(key)
            yield (tuple(built.args), dict(built.kwargs)), (tuple(given.args), dict(given.kwargs))


def layer_row(cls: type[nn.Module], samples: list[Sample]) -> Row:
    signature = constructor(cls)
    row: Row = {"init": list(signature), "defaults": literal_defaults(signature), "inplace": "inplace" in signature}
    forward = python_parameters(cls.forward) or []
    row["forward"] = [entry.partition(":")[0] for entry in forward[1:] if entry != "*"]
    measured = list(islice((found for sample in samples for found in layer_runs(cls, sample, True)), RUNS * 2))
    evaluated = list(islice((found for sample in samples for found in layer_runs(cls, sample, False)), RUNS))
    for sample in samples[:1]:
        row |= registered(cls, sample[0], [built for built, _ in samples])
        row["outputs_when"] = outputs_by_option(cls, sample, signature, forward)
    if measured:
        row |= gradients(measured)
    if row["outputs_when"] if samples else False:
        row["outputs"] = plain_outputs(cls, samples[0], row)
    row["returns_self"] = returned_by_mode(measured, evaluated)
    return {key: value for key, value in row.items() if value not in (None, False, "", "never", [], {})}


def literal_defaults(signature: Mapping[str, inspect.Parameter]) -> dict[str, object]:
    literals = (bool, int, float, str, type(None))
    return {
        name: p.default for name, p in signature.items() if isinstance(p.default, literals) and p.default is not p.empty
    }


def layer_runs(cls: type[nn.Module], sample: Sample, training: bool) -> Iterator[Measured]:
    """One forward call, its parameters measured beside its inputs as "self.…"."""
    module = build(cls, sample[0])
    if module is None:
        return
    module.train(training)
    positional, keywords = sample[1]
    names = [entry.partition(":")[0] for entry in (python_parameters(cls.forward) or [])[1:] if entry != "*"]
    if len(positional) > len(names):
        names += [f"argument{i}" for i in range(len(positional))]
    parameters = {f"self.{name}": p.detach() for name, p in module.named_parameters() if not nn.parameter.is_lazy(p)}
    try:
        yield measure(Call(functional(module), tuple(names[: len(positional)]), positional, keywords | parameters))
    except Exception:  # as above
        return


def functional(module: nn.Module) -> Callable[..., object]:
    """The module as a function of its inputs and of its parameters, given as "self.…"."""

    def run(*positional: object, **keywords: object) -> object:
        parameters = {name.removeprefix("self."): value for name, value in keywords.items() if name.startswith("self.")}
        rest = {name: value for name, value in keywords.items() if not name.startswith("self.")}
        return torch.func.functional_call(module, parameters, positional, rest)

    return run


def gradients(measured: list[Measured]) -> Row:
    tried = {name for m in measured for name in m.tensors if not name.startswith("self.")}
    reached = {name for m in measured for name in m.differentiable}
    always, sometimes = joined_saves([renamed(m) for m in measured])
    return {
        "outputs": joined_outputs("?", [m.outputs for m in measured if m.tensors] or [m.outputs for m in measured]),
        "fields": list(measured[0].fields),
        "differentiable": sorted(name for name in tried if name in reached),
        "refuses": sorted({name for m in measured for name in m.refused if not name.startswith("self.")}),
        "zero": bool(reached) and all(m.differentiable <= m.zero for m in measured if m.differentiable),
        "saves": always,
        "may_save": sometimes,
    }


def renamed(measured: Measured) -> Measured:
    """The run with "*" for layer numbers in the names of parameters."""
    saves: dict[str, set[str]] = {}
    for name, triggers in measured.saves.items():
        saves.setdefault(plain(name), set()).update(map(plain, triggers))
    return replace(
        measured,
        saves=saves,
        tensors=tuple(map(plain, measured.tensors)),
        others=tuple(map(plain, measured.others)),
        differentiable=set(map(plain, measured.differentiable)),
    )


def outputs_by_option(
    cls: type[nn.Module], sample: Sample, signature: Mapping[str, inspect.Parameter], forward: list[str]
) -> list[list[str]]:
    """What the layer gives where one option of its constructor or of the call, changed, changes that."""
    usual = pattern_of(cls, sample)
    built, given = sample
    found: list[list[str]] = []
    for name, parameter in signature.items():
        if isinstance(parameter.default, bool):
            other = pattern_of(cls, ((built[0], built[1] | {name: not parameter.default}), given))
            found += [[f"!{name}" if parameter.default else name, other]] if other not in ("", usual) else []
    for name, parameter in inspect.signature(cls.forward).parameters.items():
        if isinstance(parameter.default, bool) and len(forward) > 1:
            other = pattern_of(cls, (built, (given[0], given[1] | {name: not parameter.default})))
            found += [[f"!{name}" if parameter.default else name, other]] if other not in ("", usual) else []
    return found


def pattern_of(cls: type[nn.Module], sample: Sample) -> str:
    return next((m.outputs for m in layer_runs(cls, sample, True)), "")


def plain_outputs(cls: type[nn.Module], sample: Sample, row: Row) -> str:
    """What it gives back with the ordinary value of every option that matters."""
    changed = {str(condition).removeprefix("!") for condition, _ in row["outputs_when"]}  # type: ignore[attr-defined]
    (positional, keywords), (inputs, options) = sample
    built = positional, {k: v for k, v in keywords.items() if k not in changed}
    return pattern_of(cls, (built, (inputs, {k: v for k, v in options.items() if k not in changed})))


def returned_by_mode(training: list[Measured], evaluating: list[Measured]) -> str:
    """ "always", "eval", "sometimes" or "never": when the layer gives back its very input."""
    first, second = returned(training) if training else "never", returned(evaluating) if evaluating else "never"
    if first == second:
        return first
    return "eval" if first == "never" and second == "always" else "sometimes"
