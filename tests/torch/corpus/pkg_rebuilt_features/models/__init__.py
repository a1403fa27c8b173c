from .siamese import *
from .registry import create
