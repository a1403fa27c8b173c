import torch

w = torch.ones(3, requires_grad=True)
x = w * 2


def f():
    global x
    x = x.detach()
    print(x.missing)
    x = x * w


try:
    f()
except Exception:
    y = x
y = x * 2
