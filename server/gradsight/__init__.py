"""gradsight: an abstract interpreter for the gradient side of PyTorch programs."""

__version__ = "0.1.0"
