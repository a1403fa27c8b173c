import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint
w1 = torch.full((3, 3), 0.5, requires_grad=True)
x1 = torch.rand((3,))
y1 = x1[...]
w2 = torch.rand((3,)).requires_grad_()
s1 = [torch.ones(()) for _ in range(2)]
d1 = getattr(w1, 'grad', None)
if len(sys.argv) > 1:
    w3 = torch.eye(3) * x1
    torch.set_grad_enabled(False)
elif d1.grad is not None and random.random() < 0.5:
    torch.manual_seed(0)
    opt1 = torch.optim.Adagrad([w2, w1])

def f2(x):
    m1 = torch.randn((3,))
    return torch.heaviside(torch.where(m1 > 0, m1, torch.full((3,), 0.5)), torch.where(m1 > 0, m1, torch.full((3,), 0.5)))
