from typing import Callable

REGISTRY: dict[str, Callable] = {}


def register(cls):
    REGISTRY[cls.__name__.lower()] = cls
    return cls


def build(name, /, **kwargs):
    return REGISTRY[name](**kwargs)


from . import heads, mlp  # noqa: E402
from .mlp import *  # noqa: E402, F403

__all__ = [*mlp.__all__, "build", "register"]
