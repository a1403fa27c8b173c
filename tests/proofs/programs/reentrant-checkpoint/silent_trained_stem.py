# cause: checkpoint-reentrant
# torch: moves stem, block
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

stem, block = nn.Linear(3, 6), nn.Linear(6, 6)
optimizer = torch.optim.SGD([*stem.parameters(), *block.parameters()], lr=0.1)
for x in torch.rand(3, 8, 3):
    optimizer.zero_grad()
    checkpoint(block, stem(x), use_reentrant=True).pow(2).mean().backward()
    optimizer.step()
