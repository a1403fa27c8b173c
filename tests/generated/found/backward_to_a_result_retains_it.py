import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w = torch.ones(3, requires_grad=True)
x = w * 2
x.sum().backward(inputs=[x])
y = x
z = x.grad
u = torch.ones(3, requires_grad=True)
v = w * 3
u.sum().backward(inputs=[v])
z = v
