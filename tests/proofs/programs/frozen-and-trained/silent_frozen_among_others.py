# torch: moves head; lacks backbone.weight
import torch
from torch import nn

backbone, head = nn.Linear(6, 4).requires_grad_(False), nn.Linear(4, 2)
model = nn.Sequential(backbone, nn.ReLU(), head)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.rand(8, 6)).pow(2).mean().backward()
    optimizer.step()
