# cause: zero-grad-op
# finds: GS310 at 17
# torch: zeros layer.weight; gets layer.scale
# fixed: gets layer
import torch
from torch import nn


class Binary(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 2))
        self.scale = nn.Parameter(torch.ones(2))

    def forward(self, x):
        weight = self.weight
        return x @ torch.sign(weight) * self.scale
layer = Binary()
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    layer(x).pow(2).sum().backward()
    optimizer.step()
