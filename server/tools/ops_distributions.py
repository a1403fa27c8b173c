"""The distributions of `torch.distributions`: which of their methods and properties carry gradients to their
parameters, by running them.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Iterator, Mapping

from ops_calls import remade, tensors
from ops_measure import pattern
from ops_registered import constructor
from ops_samples import evaluated, sample_file
from torch.distributions import Distribution, constraints

import torch
from torch import distributions

Row = dict[str, object]
Arguments = tuple[tuple[object, ...], dict[str, object]]
#: The name under which `follows` speaks of the value that log_prob and its like are given.
VALUE = "value"
#: Methods that take a value of the distribution.
OF_VALUE = ("log_prob", "cdf")
#: Not results but descriptions, or hooks for subclasses.
LEFT_OUT = (
    "arg_constraints",
    "support",
    "set_default_validate_args",
    "has_enumerate_support",
    "has_rsample",
    "sample_n",
    "expand",
)


def distribution_rows() -> dict[str, Row]:
    """One row per public distribution class."""
    rows = {}
    for name in sorted(distributions.__all__):
        cls = getattr(distributions, name)
        if inspect.isclass(cls) and issubclass(cls, Distribution):
            rows[f"torch.distributions.{name}"] = distribution_row(name, cls)
    return rows


def distribution_row(name: str, cls: type[Distribution]) -> Row:
    methods: dict[str, str] = {}
    follows: dict[str, set[str]] = {}
    rsample = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for arguments in parameter_sets(name, cls):
            try:
                rsample |= bool(built(cls, arguments).has_rsample)
            except Exception:  # a set of parameters that the distribution refuses
                continue
            for member in members(cls):
                note(cls, arguments, member, methods, follows)
    return {
        "init": [p for p in constructor(cls) if p != "validate_args"],
        "has_rsample": rsample,
        "methods": dict(sorted(methods.items())),
        "follows": {member: sorted(names) for member, names in sorted(follows.items()) if names},
    }


def members(cls: type[Distribution]) -> list[str]:
    return [member for member in sorted(dir(cls)) if not member.startswith("_") and member not in LEFT_OUT]


def note(
    cls: type[Distribution], arguments: Arguments, member: str, methods: dict[str, str], follows: dict[str, set[str]]
) -> None:
    """What a member gives where everything requires grad, and which parameters on their own make it require grad."""
    whole = result(cls, arguments, member, None)
    if whole is None:
        return
    seen = pattern(whole, True).replace("C", "N")
    methods[member] = "D" if "D" in (seen, methods.get(member)) else seen
    if seen != "D" or any(isinstance(v, Distribution) for v in arguments[0]):
        return
    for name in [*arguments[1], VALUE]:
        alone = result(cls, arguments, member, name)
        if alone is not None and pattern(alone, True) == "D":
            follows.setdefault(member, set()).add(name)


def result(cls: type[Distribution], arguments: Arguments, member: str, only: str | None) -> object | None:
    """What the member gives; every parameter requires grad, or only one, or only the value that is passed in."""
    try:
        plain = built(cls, arguments, "")
        made = built(cls, arguments, only)
        found = getattr(made, member)
        if callable(found) and not isinstance(found, torch.Tensor):
            given = [plain.sample()] if member in OF_VALUE else [torch.rand(3) * 0.5 + 0.2] if member == "icdf" else []
            found = found(*[remade(v, only == VALUE, leaf=True) for v in given])
    except Exception:  # a member that the distribution does not have, or a value that it refuses
        return None
    return found if any(True for _ in tensors(found)) or member in ("batch_shape", "event_shape") else None


def built(cls: type[Distribution], arguments: Arguments, only: str | None = None) -> Distribution:
    positional, keywords = arguments
    return cls(*positional, **{n: remade(v, only in (None, n), leaf=True) for n, v in keywords.items()})


def parameter_sets(name: str, cls: type[Distribution]) -> Iterator[Arguments]:
    """Arguments of the constructor: those of samples.toml, and values that satisfy the declared constraints."""
    yield from (evaluated(call) for call in sample_file()["distributions"].get(name, []))
    declared = getattr(cls, "arg_constraints", {})
    declared = declared if isinstance(declared, Mapping) else {}
    required = {n: value_for(c) for n, c in declared.items() if n in constructor(cls)}
    optional = [n for n in required if constructor(cls)[n].default is None]
    needed = {n: v for n, v in required.items() if n not in optional}
    for one in optional:
        yield (), needed | {one: required[one]}
    if not optional:
        yield (), needed


def value_for(constraint: object) -> torch.Tensor:
    """A value that satisfies a declared constraint."""
    torch.default_generator.manual_seed(2)
    text = str(constraint)
    if constraint is constraints.simplex:
        return torch.softmax(torch.rand(3), 0)
    if "Cholesky" in text:
        return torch.eye(3) + torch.rand(3, 3).tril(-1)
    if "PositiveDefinite" in text:
        return torch.eye(3) * 2
    if "nteger" in text:
        return torch.tensor(3.0)
    if "nterval" in text:
        return torch.rand(3) * 0.8 + 0.1
    if getattr(constraint, "reinterpreted_batch_ndims", 1) > 1:
        return torch.rand(3, 3)
    return torch.rand(3) + 0.5
