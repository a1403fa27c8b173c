import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.first = nn.Linear(size, size)
        self.second = nn.Linear(size, size)
        self.shortcut = nn.Identity()

    def forward(self, x):
        return self.shortcut(x) + self.first(x)


model = nn.Sequential(Block(3), Block(3))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loss = model(torch.rand(2, 3)).mean()
loss.backward()
# ask
model
model[0]
model[0].shortcut
optimizer
model[1].second.weight.grad
model[1].first.weight.grad
