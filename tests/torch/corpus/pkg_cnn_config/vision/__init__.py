"""The pieces that scripts need."""
from .config import Config, Optim
from .data import loaders
from .net import Net as Net
from .net import build

__all__ = ["Config", "Net", "Optim", "build", "loaders"]
