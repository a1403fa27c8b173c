import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w = torch.ones((), requires_grad=True)
x = torch.zeros(3, 3)
match torch.ones(1):
    case 1 | 2:
        x = torch.diag(w.expand(3))
    case _:
        pass
loss = w + x.sum()
