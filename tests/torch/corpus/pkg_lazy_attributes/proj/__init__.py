"""The package: what it offers is loaded when it is asked for."""
from importlib import import_module

from .models import REGISTRY, build

_LAZY = {"Trainer": ".core.engine", "temperature": ".core.state"}
__all__ = ["REGISTRY", "build", *_LAZY]


def __getattr__(name):
    if name in _LAZY:
        return getattr(import_module(_LAZY[name], __name__), name)
    raise AttributeError(name)
