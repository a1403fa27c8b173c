from .registry import create
from . import small, frozen
