# cause: unused-in-graph
# torch: runs
import random

import torch
from torch import nn


class Stochastic(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk, self.branch = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        x = self.trunk(x)
        return x + self.branch(x) if random.random() < 0.5 else x


model = Stochastic()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(4):
    optimizer.zero_grad()
    model(torch.rand(2, 4)).pow(2).mean().backward()
    optimizer.step()
