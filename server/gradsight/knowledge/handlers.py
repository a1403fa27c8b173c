"""Imports every module that registers handlers."""

from gradsight.knowledge.python import builtins, containers, contexts, iterables, numpy, stdlib
from gradsight.knowledge.torch import (
    backward,
    conversions,
    custom,
    data,
    detaching,
    distributions,
    factories,
    flags,
    functional,
    functions,
    hooks,
    inplace,
    modes,
    module_methods,
    optimizers,
    transforms,
    utilities,
)
from gradsight.knowledge.torch import (
    containers as torch_containers,
)

__all__ = [
    "backward",
    "builtins",
    "containers",
    "contexts",
    "conversions",
    "custom",
    "data",
    "detaching",
    "distributions",
    "factories",
    "flags",
    "functional",
    "functions",
    "hooks",
    "inplace",
    "iterables",
    "modes",
    "module_methods",
    "numpy",
    "optimizers",
    "stdlib",
    "torch_containers",
    "transforms",
    "utilities",
]  # fmt: skip
