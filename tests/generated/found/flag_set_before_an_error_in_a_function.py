import torch

w = torch.ones(3, requires_grad=True)
x = w * 2


def f(t):
    t.requires_grad_()
    int("x")
    t.detach_()


z = torch.ones(3)
try:
    f(z)
except Exception:
    y = z
y = z * 2
