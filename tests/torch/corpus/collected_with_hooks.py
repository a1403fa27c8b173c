# correct
"""What the rounds of a loop collect: views, tensors with hooks, closures with defaults, dicts."""
import random
import torch
from torch import nn

n = random.randint(2, 4)
net = nn.Linear(4, 4)
rows, hooks, closures, dicts = [], [], [], []
seen = []
for i in range(n):
    h = net(torch.randn(2, 4))
    rows.append(h[0])
    h.register_hook(lambda g, i=i: seen.append((i, g)))
    hooks.append(h)
    closures.append(lambda x, h=h: x * h)
    dicts.append({"h": h, "d": h.detach()})
loss = sum(r.sum() for r in rows) + closures[-1](torch.ones(2, 4)).sum()
for d in dicts:
    loss = loss + d["h"].mean() + d["d"].mean()
e = dicts[-1]["d"]
f = dicts[-1]["h"]
loss.backward()
print(e, f, hooks[-1], rows[-1], seen)
out = closures[0](torch.ones(2, 4))
print(out)
