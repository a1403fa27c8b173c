# cause: checkpoint-reentrant
# finds: GS311 at 13
# torch: gets head; stays block[0].weight
# fixed: moves block, head
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

block = nn.Sequential(nn.Linear(6, 6), nn.Tanh(), nn.Linear(6, 4))
head = nn.Linear(4, 2)
optimizer = torch.optim.SGD([*block.parameters(), *head.parameters()], lr=0.1)
for x in torch.rand(3, 8, 6):
    hidden = checkpoint(block, x, use_reentrant=True)
    loss = head(hidden).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
