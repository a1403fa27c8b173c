import contextlib

import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
with contextlib.suppress(Exception):
    x.missing
    x = x.detach()
y = x * 2
