import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w1 = torch.randn((), requires_grad=True, dtype=torch.float32)
e1 = nn.Linear(3, 3)
nn.utils.parametrizations.weight_norm(e1 if isinstance(e1, nn.Linear) else e1[0])
a1 = e1((torch.softmax(torch.full((3,), 0.5), -1)))
a1.sum().backward()
b1 = e1((torch.ones((3,), dtype=torch.float32) * torch.rand((3,))))
print([n for n, _ in e1.named_parameters()])
print(a1, [p.grad for p in e1.parameters()])
a2 = torch.ones(3, requires_grad=True)
b2 = (a2 * 2).sum() + ((a1 + b1)).sum()
a2.requires_grad = len(sys.argv) > 1
a2.mul_(2)
a2.requires_grad_()
try:
    b2.backward()
except RuntimeError:
    b2 = b2 * 2
print(a2.grad, a2)
b2 = (torch.empty((3, 3)).uniform_().norm(dim=1))
