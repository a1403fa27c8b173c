# Seed 33030.
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

layer = nn.Linear(3, 3)
one = checkpoint(lambda t: layer(t) * 2, torch.ones(3), use_reentrant=True)
w = torch.ones(3, requires_grad=True)
two = checkpoint(lambda t: layer(t) * 2, w, use_reentrant=True)
two.sum().backward()
three = checkpoint(lambda t: layer(t) * 2, torch.ones(3), use_reentrant=False)
print(one, two, three)
