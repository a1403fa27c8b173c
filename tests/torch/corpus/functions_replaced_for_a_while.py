# correct
"""A forward replaced for a while, and put back; a library function replaced in a test."""
import contextlib
import types

import torch
import torch.nn.functional as F
from torch import nn


@contextlib.contextmanager
def replaced(owner, name, new):
    old = getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield old
    finally:
        setattr(owner, name, old)


class Recorder:
    def __init__(self, layer):
        self.layer, self.seen = layer, []
        self.original = layer.forward
        layer.forward = self

    def __call__(self, *args, **kwargs):
        out = self.original(*args, **kwargs)
        self.seen.append(out.detach())
        return out

    def remove(self):
        self.layer.forward = self.original


net = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
recorder = Recorder(net[0])
x = torch.randn(4, 3)
loss = net(x).pow(2).mean()
loss.backward()
optimizer.step()
seen = recorder.seen[0]
recorder.remove()
out = net(x)
with replaced(F, "relu", lambda t, inplace=False: t.detach()) as relu:
    inside = F.relu(out)
after = F.relu(out)
from torch.nn.functional import relu as again

last = again(out)
with replaced(net[2], "forward", types.MethodType(lambda self, t: t.sum(), net[2])):
    quick = net(x)
slow = net(x)
grad = net[0].weight.grad
del net[-1]
short = net(x)
seen, out, inside, after, last, quick, slow, grad, short
