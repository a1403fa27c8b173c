"""The layers of `torch.nn`: what their constructors register, and what their `forward` does to gradients, by building and running them."""

from __future__ import annotations

import inspect
import re
import typing
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

import torch
from ops_calls import Call, tensors
from ops_measure import Measured, measure
from ops_names import python_parameters
from ops_rows import joined_outputs, joined_saves, returned
from ops_samples import expression_samples, option, seed
from torch import nn
from torch.testing._internal.common_modules import module_db

Row = dict[str, object]
#: A constructor's arguments and those of one forward call.
Arguments = tuple[tuple[object, ...], dict[str, object]]
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
            rows[f"torch.nn.{name}"] = layer_row(cls, samples or list(torch_samples(tested[cls])) if cls in tested else samples)
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
        row |= registered(cls, sample[0])
        row["outputs_when"] = outputs_by_option(cls, sample, signature, forward)
    if measured:
        row |= gradients(measured)
    if row["outputs_when"] if samples else False:
        row["outputs"] = plain_outputs(cls, samples[0], row)
    row["returns_self"] = returned_by_mode(measured, evaluated)
    return {key: value for key, value in row.items() if value not in (None, False, "", "never", [], {})}


def constructor(cls: type[nn.Module]) -> Mapping[str, inspect.Parameter]:
    """Parameters of the constructor; those that the class hands on with *args or **kwargs come from its base."""
    found: dict[str, inspect.Parameter] = {}
    for owner in cls.__mro__:
        if "__init__" not in vars(owner) or owner in (nn.Module, object):
            continue
        declared = typing.get_overloads(owner.__init__) or [owner.__init__]
        parameters = list(inspect.signature(declared[0]).parameters.values())[1:]
        found |= {p.name: p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL) and p.name not in found}
        if not any(p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in parameters):
            break
    return found


def literal_defaults(signature: Mapping[str, inspect.Parameter]) -> dict[str, object]:
    literals = (bool, int, float, str, type(None))
    return {name: p.default for name, p in signature.items() if isinstance(p.default, literals) and p.default is not p.empty}


def build(cls: type[nn.Module], built: Arguments, **changed: object) -> nn.Module | None:
    """The layer, or None where the constructor refuses."""
    torch.default_generator.manual_seed(1)
    names = list(constructor(cls))
    given = {k: v for k, v in built[1].items() if k not in changed}
    positional = [changed.pop(n) if n in changed else v for n, v in zip(names, built[0], strict=False)] if changed else list(built[0])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return cls(*positional, **given, **changed)
    except Exception:  # torch raises whatever it likes for arguments that do not fit
        return None


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


def plain(name: str) -> str:
    """Layer numbers become "*": weight_ih_l0 is weight_ih_l*."""
    return re.sub(r"(?<=_l)\d+(_reverse)?$", "*", re.sub(r"\.\d+(?=\.|$)", ".*", name))


def outputs_by_option(
    cls: type[nn.Module], sample: Sample, signature: Mapping[str, inspect.Parameter], forward: list[str]
) -> list[list[str]]:
    """What the layer gives back where one option of its constructor or of the call, unlike its default, changes that."""
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


def registered(cls: type[nn.Module], built: Arguments) -> Row:
    """Parameters, buffers and children as the constructor registers them, with the options each depends on."""
    usual = build(cls, built, **usual_options(cls, built))
    if usual is None:
        return {}
    found = conditions(cls, built)
    return {
        "parameters": [[name, needed] for owner, name, needed in found if owner == "parameter"],
        "buffers": [[name, needed] for owner, name, needed in found if owner == "buffer"],
        "children": [[name, public_class(child)] for name, child in usual.named_children()],
    }


def names_of(module: nn.Module) -> list[tuple[str, str]]:
    own = [("parameter", plain(n)) for n, _ in module.named_parameters(recurse=False)]
    return list(dict.fromkeys(own + [("buffer", n) for n, _ in module.named_buffers(recurse=False)]))


def usual_options(cls: type[nn.Module], built: Arguments) -> dict[str, object]:
    """The defaults of the flags that the sample sets otherwise."""
    given = dict(zip(constructor(cls), built[0], strict=False)) | built[1]
    flags = {n: p.default for n, p in constructor(cls).items() if isinstance(p.default, bool) or p.default is None}
    return {n: default for n, default in flags.items() if n in given}


def changes(cls: type[nn.Module]) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Every option changed on its own: what must hold for that, what for the contrary, and the change."""
    for name, parameter in constructor(cls).items():
        if isinstance(parameter.default, bool):
            texts = (f"!{name}", name) if parameter.default else (name, f"!{name}")
            yield *texts, {name: not parameter.default}
        elif name not in ("device", "dtype") and parameter.default in (None, 0):
            yield name, f"!{name}", {name: 1}
            yield name, f"!{name}", {name: torch.ones(1)}


def conditions(cls: type[nn.Module], built: Arguments) -> list[tuple[str, str, str]]:
    """What is registered ("parameter" or "buffer"), each name with the options that must be set, or with "!" cleared, for it to be there.

    Commas join what must hold together, "|" joins alternatives.
    """

    def there(options: Mapping[str, object]) -> list[tuple[str, str]] | None:
        module = build(cls, built, **(usual_options(cls, built) | options))
        return None if module is None else names_of(module)

    usual = there({}) or []
    found: dict[tuple[str, str], list[str]] = {}
    for first, _, option in [("", "", {}), *changes(cls)]:
        added = [name for name in there(option) or [] if not first or name not in usual]
        others = [(contrary, there(option | other)) for _, contrary, other in changes(cls) if other.keys() != option.keys()] if added else []
        for name in added:
            needed = [contrary for contrary, present in others if present is not None and name not in present]
            found.setdefault(name, []).append(",".join(dict.fromkeys([first, *needed] if first else needed)))
    return [(*name, "|".join(dict.fromkeys(alternatives))) for name, alternatives in found.items()]


def public_class(module: nn.Module) -> str:
    """The public class of a child: the first of its bases that `torch.nn` shows."""
    for cls in type(module).__mro__:
        if getattr(nn, cls.__name__, None) is cls:
            return f"torch.nn.{cls.__name__}"
    return f"{type(module).__module__}.{type(module).__qualname__}"
