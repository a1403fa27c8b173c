# cause: deepcopy-nonleaf
# finds: GS407 at 24
# torch: raises RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol
# fixed: runs; holds torch.equal(average.layer.weight, model.layer.weight)
from copy import deepcopy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)
        self.features = None

    def forward(self, x):
        self.features = self.layer(x)
        return self.features.relu()


model = Net()
model(torch.rand(2, 4)).sum().backward()
average = deepcopy(model)