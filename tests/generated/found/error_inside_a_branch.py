import contextlib
import random

import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
with contextlib.suppress(Exception):
    if random.random() < 2:
        x = x.detach()
        x.missing
        x = x * w
y = x * 2
