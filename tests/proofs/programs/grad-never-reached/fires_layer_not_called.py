# cause: unused-in-graph
# finds: GS104 at 21
# torch: raises AttributeError: 'NoneType' object has no attribute 'norm'; gets model.first; lacks model.second.weight
# no fix: GS104
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.second = nn.Linear(4, 4)

    def forward(self, x):
        return self.first(x)


model = Net()
model(torch.rand(2, 4)).sum().backward()
norms = [model.first.weight.grad.norm(), model.second.weight.grad.norm()]
