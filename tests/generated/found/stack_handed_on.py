import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint

w1 = nn.Parameter(torch.randn(()))
x2 = x1 = 1 - torch.stack([w1, w1, w1])
class f1:
    __slots__ = ('before', 't')
    def __init__(self, t):
        self.t = t
    def __enter__(self):
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(random.choice([True, False]))
        return self.t
    def __exit__(self, kind, error, trace):
        try:
            if kind is not None:
                return issubclass(kind, RuntimeError)
        finally:
            torch.set_grad_enabled(self.before)
with contextlib.ExitStack() as stack:
    got = stack.enter_context(f1(x1))
    held = [got * 2]
    later = stack.pop_all()
with later:
    held.append(((x2 if x1.numel() == 3 else x2)) * 2)
a1 = ((x2 if x1.numel() == 3 else x2)) * 2
print(held)
def f2(batches, n=1):
    held = []
    try:
        for t in batches:
            held.append(t * 2)
            if len(held) == n:
                yield torch.stack(held).sum(0)
                held.pop()
    except ValueError:
        yield (torch.hypot(a1, a1))
    finally:
        rest.extend(held)
    if held:
        yield held[-1]
rest = []
e1 = f2([(torch.empty((3, 3)).uniform_()[torch.arange(3), torch.arange(3)]), (torch.hypot(a1, a1)), (torch.ones((3, 3), dtype=torch.float32).select(0, 1))])
a2 = next(e1)
e1.close()
print(rest, a2)
