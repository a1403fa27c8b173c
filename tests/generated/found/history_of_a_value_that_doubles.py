import collections, contextlib, copy, dataclasses, functools, math, operator, random, sys, types
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint
w1 = torch.rand((3, 3)).requires_grad_()
x1 = torch.zeros((3,)) / (torch.randn(()).abs().abs() + 1)

def rec1(x, n=4):
    if n < 1:
        return x.detach()
    return rec1(x * 2, n - 1) + x
print(w1.grad)
loss1 = torch.ones(()) + w1.sum()
loss1.backward(retain_graph=True)
total1 = 0
for i in range(1):
    total1 += loss1.masked_fill(loss1 > 0, 0.0)

class Net1(nn.Module):

    def __init__(self):
        super().__init__()
        self.register_parameter('none', None)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        x = self.drop(x)
        for i1 in range(len(sys.argv)):
            w2 = torch.nn.Parameter(torch.ones((3,)), requires_grad=True)
            loss2 = (lambda *ts: ts[0])(torch.zeros(()).masked_fill(torch.empty(()).uniform_() > 0, 0.0)) + w2.sum()
            (loss2 * 1).backward(retain_graph=True)
            x[1] *= loss2
            if hasattr(loss2, 'grad'):
                x2 = sum([w2.reshape(w2.shape), w2]).median()
            else:
                loss3 = torch.randn((3, 3)).min() + w2.sum()
                loss3.backward()
                w3 = torch.randn((3,), requires_grad=True)
            for i2 in [1, 2]:
                y1 = w2.view(w2.shape)
                loss4 = loss2
                loss4.backward(retain_graph=True)
                print((y1 := y1).shape)
        return x

    def extra_repr(self):
        return ''
net1 = Net1()
