# torch: lacks spare.weight; moves used
import torch
from torch import nn

used, spare = nn.Linear(4, 1), nn.Linear(4, 1)
optimizer = torch.optim.SGD(used.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    used(torch.rand(2, 4)).sum().backward()
    optimizer.step()
