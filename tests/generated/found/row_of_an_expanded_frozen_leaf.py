import sys

import torch

w1 = torch.randn((), requires_grad=True)
m1 = torch.trunc(torch.full((3, 3), 0.5)) @ torch.ones(3)
x1 = torch.addcmul(torch.zeros((3,)) if not hasattr(w1, "grad") else torch.empty((3,)).uniform_().float(), m1, m1)
x2 = w1.expand(3, 3)
if w1.grad is not None:
    w1.grad.zero_()
x1[0].copy_(torch.ones_like(w1))
w1.requires_grad = False
with torch.no_grad():
    if len(sys.argv) > 1:
        w3 = torch.zeros(()).requires_grad_(True)
    else:
        x2[-1].copy_(x1)
