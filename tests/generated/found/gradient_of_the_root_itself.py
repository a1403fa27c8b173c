import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w = torch.ones((), requires_grad=True)
x = torch.heaviside(w, w)
g = torch.autograd.grad(x, [x, x], allow_unused=True)[0]
u = torch.ones(3, requires_grad=True)
loss = (w // 2) + u.sum()
loss.backward(inputs=[u])
y = u.grad
