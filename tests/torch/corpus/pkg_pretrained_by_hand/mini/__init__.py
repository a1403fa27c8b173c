from .configuration import *
from .modeling import *

__all__ = configuration.__all__ + modeling.__all__
