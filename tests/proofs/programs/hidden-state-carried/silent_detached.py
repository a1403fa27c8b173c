# cause: hidden-state-carry
# torch: moves cell, head
import torch
from torch import nn

cell, head = nn.RNNCell(3, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*cell.parameters(), *head.parameters()], lr=0.1)
hidden = torch.zeros(2, 4)
for step in range(5):
    hidden = cell(torch.rand(2, 3), hidden.detach())
    loss = head(hidden).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
