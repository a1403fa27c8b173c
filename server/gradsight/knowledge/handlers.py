"""Imports every module that registers handlers."""

from gradsight.knowledge.python import builtins, containers, numpy, stdlib
from gradsight.knowledge.torch import (
    backward,
    containers as torch_containers,
    conversions,
    data,
    detaching,
    factories,
    flags,
    functional,
    functions,
    inplace,
    module_methods,
    modes,
    optimizers,
    utilities,
)

__all__ = [
    "backward", "builtins", "containers", "conversions", "data", "detaching", "factories", "flags", "functional", "functions",
    "inplace", "module_methods", "modes", "numpy", "optimizers", "stdlib", "torch_containers", "utilities",
]  # fmt: skip
