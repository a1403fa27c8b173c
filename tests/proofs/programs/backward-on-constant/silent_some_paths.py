# torch: runs
import random

import torch

w = torch.rand(3, requires_grad=True)
x = torch.rand(3)
loss = (w if random.random() < 2 else x).sum()
loss.backward()
