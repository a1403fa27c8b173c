# Seed 33040.
import copy
import random

import torch

w = torch.ones(3, requires_grad=True)
rows = [torch.ones(3, requires_grad=True) for _ in range(random.randint(2, 4))]
rows.append(w * 2)
for e in rows:
    if e.requires_grad:
        break
print(copy.deepcopy(e))
