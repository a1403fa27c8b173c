# cause: optimizer-stale-params
# finds: GS506 at 16
# torch: gets model.bias; stays model.bias; moves model.weight
# fixed: moves model.bias, model.weight
import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3))
        self.bias = nn.Parameter(torch.zeros(3))

    def reset_bias(self):
        self.bias = nn.Parameter(torch.full((3,), 0.1))
    def forward(self, x):
        return x * self.weight + self.bias


model = Affine()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model.reset_bias()
for step in range(4):
    loss = model(torch.rand(5, 3)).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
