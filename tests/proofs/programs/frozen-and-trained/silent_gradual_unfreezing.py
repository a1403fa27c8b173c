# cause: frozen-params
# torch: moves backbone, head
import torch
from torch import nn

backbone, head = nn.Linear(6, 4), nn.Linear(4, 2)
backbone.requires_grad_(False)
slow = torch.optim.SGD(backbone.parameters(), lr=0.01)
fast = torch.optim.SGD(head.parameters(), lr=0.1)
for epoch in range(4):
    if epoch == 2:
        backbone.requires_grad_(True)
    for optimizer in (slow, fast):
        optimizer.zero_grad()
    head(backbone(torch.rand(8, 6)).relu()).pow(2).mean().backward()
    for optimizer in (slow, fast):
        optimizer.step()
