import importlib
import pkgutil

from .base import REGISTRY


def get_method(name):
    if name not in REGISTRY:
        raise KeyError(f"{name}: one of {sorted(REGISTRY)}")
    return REGISTRY[name]


from . import ewc, gem, lwf  # noqa: E402  (they register themselves)
