# cause: unused-in-graph
# finds: GS508 at 13
# torch: lacks layer.bias; moves layer.weight
# fixed: runs; moves layer
import torch
from torch import nn


class Masked(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(size, size))
        self.bias = nn.Parameter(torch.zeros(size))
        self.register_buffer("mask", torch.ones(size, size).tril())

    def forward(self, x):
        return x @ (self.weight * self.mask)


layer = Masked(4)
optimizer = torch.optim.RMSprop(layer.parameters())
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    layer(x).pow(2).mean().backward()
    optimizer.step()
