import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

x = torch.rand(3, 3).requires_grad_()
a, b, c = torch.where(x > 0, x, x)
loss = torch.ones(()) + c.sum()
g, *_ = torch.autograd.grad(loss, [b], retain_graph=True, allow_unused=True)
d, e, f = (x * 2).unbind(0)
d.retain_grad()
y = e
z = d
