import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint
w1 = nn.Parameter(torch.randn((3, 3)))

def make1(k):
    count = 0

    def inner(x):
        return x + k if k else x
    return inner
f1 = make1(0.5)
m1 = torch.randn((3,)).abs().to('cpu') + F.softmax(torch.empty((3,)).uniform_(), dim=-1)
x1 = torch.addcdiv(torch.add(torch.zeros((3,)), w1.gather(1, torch.zeros(3, 1, dtype=torch.long)).squeeze(1)), m1, m1.abs() + 1)
x2 = x1 = F.prelu(x1 * x1, f1(x1).mean().view(1)).expand_as(F.prelu(x1 * x1, f1(x1).mean().view(1)))
loss1 = torch.erf(torch.ones(())).argsort(0).float() + x1.sum()
g1, *_ = torch.autograd.grad(loss1, x2, allow_unused=True)
g1 = g1 if g1 is not None else torch.zeros_like(x2)
w1.grad = None
try:
    try:
        g2 = torch.autograd.grad(loss1, [x1, loss1])[0]
        copy.deepcopy(g2)
    except Exception:
        loss1.grad = loss1.grad * 2 if loss1.grad is not None else None
        x2 = x2
    finally:
        total1 = 0.0
        for i in range(3):
            total1 = torch.logaddexp(loss1, loss1) + total1
    x1.retain_grad()
except Exception:
    pass
