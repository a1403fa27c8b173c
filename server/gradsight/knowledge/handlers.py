"""Imports every module that registers handlers."""

from gradsight.knowledge.python import builtins, containers, numpy, stdlib
from gradsight.knowledge.torch import (
    backward,
    conversions,
    data,
    detaching,
    distributions,
    factories,
    flags,
    functional,
    functions,
    inplace,
    modes,
    module_methods,
    optimizers,
    utilities,
)
from gradsight.knowledge.torch import (
    containers as torch_containers,
)

__all__ = [
    "backward",
    "builtins",
    "containers",
    "conversions",
    "data",
    "detaching",
    "distributions",
    "factories",
    "flags",
    "functional",
    "functions",
    "inplace",
    "modes",
    "module_methods",
    "numpy",
    "optimizers",
    "stdlib",
    "torch_containers",
    "utilities",
]  # fmt: skip
