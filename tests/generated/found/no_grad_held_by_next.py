import torch


def gen(x):
    with torch.no_grad():
        yield x * 2
        yield x * 2


w = torch.ones(3, requires_grad=True)
g = gen(w)
y = next(g)
z = w * 2
y = next(g)
z = w * 2
g.close()
z = w * 3
