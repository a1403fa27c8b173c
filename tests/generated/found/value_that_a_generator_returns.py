# Seeds 33030 and 33031.
import torch


def inner(t):
    yield t
    return t * 2


def outer(t):
    result = yield from inner(t)
    yield result
    last = yield from [t]
    print(last)


class Stopped(Exception):
    def __init__(self, t):
        self.t = t


w = torch.ones(3, requires_grad=True)
for a in outer(w):
    print(a)
steps = inner(w)
next(steps)
try:
    next(steps)
except StopIteration as stop:
    print(stop.value)
try:
    raise Stopped(w)
except Stopped as stopped:
    print(stopped.t, str(stopped))
