"""A library of models whose names come from all over it."""

from typing import TYPE_CHECKING

from nets import training
from nets.models import *
from nets.models import helper as aid

try:
    from nets._fast import speed
except ImportError:
    from nets.slow import speed

if TYPE_CHECKING:
    from nets.slow import Late

alias = aid
again = alias
WIDTH: int = 64
DEPTH = 3
TABLE = dict(a=1)
