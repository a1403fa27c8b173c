# torch: moves block
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

block = nn.Linear(6, 6)
optimizer = torch.optim.SGD(block.parameters(), lr=0.1)
for x in torch.rand(3, 8, 6):
    x.requires_grad_()
    optimizer.zero_grad()
    checkpoint(block, x, use_reentrant=True).pow(2).mean().backward()
    optimizer.step()
