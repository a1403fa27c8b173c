# correct
"""Modules that take the place of others under names that are not known."""
import os

import torch
from torch import nn


class Adapted(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.gate = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        return self.inner(x) + self.gate * x


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


def adapt(model, names):
    model.requires_grad_(False)
    for name in names:
        parent, _, child = name.rpartition(".")
        owner = model.get_submodule(parent)
        setattr(owner, child, Adapted(getattr(owner, child)))
    for name, p in model.named_parameters():
        if name.endswith("gate"):
            p.requires_grad = True


model = Net()
adapt(model, os.environ.get("ADAPTED", "first,second").split(","))
trainable = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trainable, lr=0.1)
for _ in range(2):
    loss = model(torch.randn(3, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
part = getattr(model, os.environ.get("PART", "second"))
part.requires_grad_(True)
print(len(trainable), model.first.gate.grad, model.second.inner.weight.requires_grad)
