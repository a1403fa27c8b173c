# torch: gets head
import torch
from torch import nn

backbone, head = nn.Linear(4, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(2):
    with torch.no_grad():
        kernel = backbone.weight.t()
    loss = head(torch.rand(3, 4) @ kernel).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
