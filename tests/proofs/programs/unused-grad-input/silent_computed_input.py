# torch: holds len(grads) == 2
import torch
from torch import nn

layer = nn.Linear(3, 3)
hidden = layer(torch.rand(2, 3))
grads = torch.autograd.grad(hidden.tanh().sum(), [hidden, layer.bias])
