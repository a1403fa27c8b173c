# correct
"""Functions made in the rounds of a loop, each with what its defaults or its scope hold."""
import random
import torch
from torch import nn

n = random.randint(2, 4)
fns = []
frozen = []
for i in range(n):
    w = torch.randn(3, requires_grad=True)
    b = torch.randn(3)
    fns.append(lambda x, w=w, b=b: x * w + b)
    frozen.append(lambda x, w=w: x * w.detach())


def outer(k):
    made = []
    for i in range(k):
        v = torch.randn(3, requires_grad=True)

        def inner(x, scale=v):
            return x * scale + v

        made.append(inner)
    return made


x = torch.ones(3)
total = torch.zeros(3)
for f, g in zip(fns, frozen):
    total = total + f(x)
    const = g(x)
print(total, const)
made = outer(n)
y = made[-1](x) + made[0](x)
y.sum().backward()
total.sum().backward()
print(y)
table = {}
for name in ["a", "b", "c"][:n]:
    p = nn.Parameter(torch.randn(2))
    table[name] = lambda q=p: q * 2
r = table["a"]()
print(r)
r.sum().backward()
pipeline = []
for layer in [nn.Linear(3, 3), nn.Linear(3, 3)]:
    pipeline.append(lambda t, layer=layer: torch.relu(layer(t)))
h = x
for step in pipeline:
    h = step(h)
print(h)
h.sum().backward()
