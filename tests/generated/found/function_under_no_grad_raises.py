import torch


@torch.no_grad()
def f(x):
    x.missing


w = torch.ones(3, requires_grad=True)
try:
    f(w)
except Exception:
    y = w * 2
z = w * 2
