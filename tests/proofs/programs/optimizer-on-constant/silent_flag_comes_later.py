# torch: moves image
import torch
from torch import nn

net = nn.Linear(12, 4).requires_grad_(False)
image = torch.rand(1, 12)
optimizer = torch.optim.Adam([image], lr=0.1)
image.requires_grad_()
for step in range(3):
    optimizer.zero_grad()
    (-net(image)[0, 1]).backward()
    optimizer.step()
