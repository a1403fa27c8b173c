import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w1 = torch.zeros(()).requires_grad_(True)
x1, _ = ((lambda **k: k['t'] + 1)(t=torch.zeros((3,)))) * torch.zeros((3,)).detach(), random.random() < 0.5
class f1:
    def __init__(self, t):
        self.t = t
    def __enter__(self):
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        return self.t
    def __exit__(self, kind, error, trace):
        try:
            if kind is not None:
                return True
        finally:
            torch.set_grad_enabled(self.before)
with contextlib.ExitStack() as stack:
    got = stack.enter_context(f1((x1 + 1)))
    stack.callback(lambda: held.append(got * 2))
    held = [got * 2]
    raise RuntimeError
a1 = x1 * 2
print(held)
e1 = nn.Sequential(collections.OrderedDict(a=nn.Linear(3, 3), b=nn.Tanh()))
f2 = torch.amp.GradScaler('cpu', enabled=False)
g1 = torch.optim.SGD(e1.parameters(), lr=0.1)
for i in range(2):
    with torch.autocast('cpu', dtype=torch.bfloat16, enabled=w1.requires_grad):
        a2 = e1((F.smooth_l1_loss(a1, x1, reduction='none')))
        loss = a2.pow(2).mean()
    f2.scale(loss).backward()
    f2.step(g1)
    f2.update()
    g1.zero_grad()
b1 = a1
print(a2, [p.grad for p in e1.parameters()])
