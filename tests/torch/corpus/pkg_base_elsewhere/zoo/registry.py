_MODELS = {}


def register(cls):
    _MODELS[cls.name] = cls
    return cls


def create(name):
    return _MODELS[name]()
