"""Models by name."""
_MODELS = {}


def register(name, **defaults):
    def decorator(cls):
        if name in _MODELS:
            raise KeyError(f"{name} is taken")
        _MODELS[name] = (cls, defaults)
        return cls
    return decorator


def build(name, **options):
    cls, defaults = _MODELS[name]
    return cls(**{**defaults, **options})


def names():
    return sorted(_MODELS)
