import importlib


def _locate(path):
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(module), name)


def instantiate(config, **kwargs):
    config = dict(config)
    target = config.pop("_target_")
    return _locate(target)(**config, **kwargs)
