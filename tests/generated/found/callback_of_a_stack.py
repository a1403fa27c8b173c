import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w1 = torch.full((3,), 0.5, requires_grad=True)
class f1:
    __slots__ = ('before', 't')
    def __init__(self, t):
        self.t = t
    def __enter__(self):
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(len(sys.argv) > 1)
        return self.t
    def __exit__(self, kind, error, trace):
        try:
            if kind is not None:
                return False
        finally:
            torch.set_grad_enabled(self.before)
with contextlib.ExitStack() as stack:
    got = stack.enter_context(f1(((lambda t, s=2: t + s)(w1, s=3))))
    stack.callback(lambda: held.append(got * 2))
    held = [got * 2]
    print(got)
a1 = (w1.sort()[0]) * 2
print(held)
e1 = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
g1 = []
f2 = [m.register_forward_hook(lambda m, i, o: o.detach()) for m in e1.modules()if isinstance(m, nn.Linear)]
a2 = e1((a1.detach().requires_grad_(True)))
a2.sum().backward() if a2.requires_grad else None
for h in f2:
    h.remove()
b1 = g1[-1].sum(0) if g1 else (a1.sign().detach())
print(b1, len(g1))
print(a2, [p.grad for p in e1.parameters()])
