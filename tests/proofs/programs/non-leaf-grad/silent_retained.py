# cause: nonleaf-grad
# torch: gets features, layer
import torch
from torch import nn

layer = nn.Linear(3, 2)
features = layer(torch.rand(5, 3))
features.retain_grad()
features.pow(2).sum().backward()
print(features.grad.norm())
