__version__ = "0.1"


def __getattr__(name):
    if name == "Softmax":
        from .core.softmax import Softmax
        return Softmax
    raise AttributeError(name)
