# cause: deepcopy-nonleaf
# torch: runs
import copy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)
        self.features = None

    def forward(self, x):
        out = self.layer(x)
        self.features = out.detach()
        return out


model = Net()
model(torch.rand(2, 4)).sum().backward()
target = copy.deepcopy(model)
