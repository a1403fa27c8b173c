# cause: detach-in-path
# torch: moves probe; lacks backbone.weight
import torch
from torch import nn

backbone, probe = nn.Linear(6, 4), nn.Linear(4, 2)
optimizer = torch.optim.SGD(probe.parameters(), lr=0.1)
for step in range(3):
    features = backbone(torch.rand(8, 6)).detach()
    loss = nn.functional.cross_entropy(probe(features), torch.randint(2, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
