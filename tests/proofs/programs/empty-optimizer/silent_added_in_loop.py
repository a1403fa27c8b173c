# torch: moves towers
import torch
from torch import nn

towers = nn.ModuleList([nn.Linear(3, 1) for _ in range(2)])
parameters = []
for tower in towers:
    parameters += list(tower.parameters())
optimizer = torch.optim.SGD(parameters, lr=0.1)
sum(tower(torch.rand(2, 3)).sum() for tower in towers).backward()
optimizer.step()
