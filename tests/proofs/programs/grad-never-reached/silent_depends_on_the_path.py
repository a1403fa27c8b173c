# torch: runs
import random

import torch

a, b = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
loss = a.sum() if random.random() < 0.5 else b.sum()
loss.backward()
print(a.grad, b.grad)
