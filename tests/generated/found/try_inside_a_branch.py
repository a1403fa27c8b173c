import random

import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
try:
    if random.random() < 2:
        x = x.detach()
        print(x.missing)
        x = x * w
except Exception:
    y = x
y = x * 2
