"""Imports every module that registers handlers."""

from gradsight.knowledge.frameworks import accelerate, einops, lightning, transformers
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
    wrappers,
)
from gradsight.knowledge.torch import (
    containers as torch_containers,
)

__all__ = [
    "accelerate",
    "backward",
    "builtins",
    "containers",
    "contexts",
    "conversions",
    "custom",
    "data",
    "detaching",
    "distributions",
    "einops",
    "factories",
    "flags",
    "functional",
    "functions",
    "hooks",
    "inplace",
    "iterables",
    "lightning",
    "modes",
    "module_methods",
    "numpy",
    "optimizers",
    "stdlib",
    "torch_containers",
    "transformers",
    "transforms",
    "utilities",
    "wrappers",
]  # fmt: skip
