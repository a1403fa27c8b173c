# torch: runs
import copy

import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best, lowest = None, float("inf")
for epoch in range(3):
    loss = model(torch.rand(5, 3)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if loss.item() < lowest:
        lowest, best = loss.item(), copy.deepcopy(model.state_dict())
model.load_state_dict(best)
