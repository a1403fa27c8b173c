import torch


def gen(x):
    yield x
    x.requires_grad_()


z = torch.ones(3)
g = gen(z)
next(g)
y = z
