import torch


def gen(x):
    with torch.no_grad():
        yield x * 2


w = torch.ones(3, requires_grad=True)
for y in gen(w):
    z = w * 2
z = w * 2
