from .variants import *
