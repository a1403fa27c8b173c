# torch: moves probe
import torch
from torch import nn

backbone, probe = nn.Linear(4, 8), nn.Linear(8, 2)
optimizer = torch.optim.SGD(probe.parameters(), lr=0.1)
with torch.no_grad():
    features = backbone(torch.rand(16, 4))
features.requires_grad_()
probe(features).pow(2).mean().backward()
optimizer.step()
