from .inner import adapt
from .net import forward, init, loss
