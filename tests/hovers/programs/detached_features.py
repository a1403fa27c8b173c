import torch
from torch import nn

features, probe = nn.Linear(4, 3), nn.Linear(3, 2)
optimizer = torch.optim.Adam([*features.parameters(), *probe.parameters()])
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    loss = probe(features(x).detach()).pow(2).mean()
    loss.backward()
    optimizer.step()
# ask
features
optimizer
probe.weight.grad
features.weight.grad
