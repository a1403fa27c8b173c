# correct
from typing import NamedTuple
import torch


def make(x):
    class Pair(NamedTuple):
        a: torch.Tensor
        b: torch.Tensor

        def total(self):
            return self.a + self.b

    return Pair(x, x.detach())


w = torch.ones(2, requires_grad=True)
pairs = []
for i in range(3):
    if i:
        pairs.append(make(w))
    else:
        pairs.append(make(w * 2))
p = make(w)
t = p.total()
for q in pairs:
    u = q.total()
t, u
