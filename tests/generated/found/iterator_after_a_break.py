# Seed 33020.
import random

import torch

w = torch.ones(3, requires_grad=True)
rows = iter([w, w * 2, torch.ones(3)])
for t in rows:
    break
print(t, next(rows, None), list(rows), next(rows, w))
rows = iter([w, w * 2, torch.ones(3), torch.ones(3)])
for t in rows:
    print(t, next(rows))
print(next(rows, w))
rows = (t for t in (w, w * 2, torch.ones(3)))
for t in rows:
    if random.random() < 0.5:
        break
else:
    print(next(rows, w))
print(next(rows, w))
