# cause: hidden-state-carry
# torch: moves cell, head
import torch
from torch import nn

cell, head = nn.GRUCell(3, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*cell.parameters(), *head.parameters()], lr=0.1)
for sequence in torch.rand(4, 6, 2, 3):
    hidden, loss = torch.zeros(2, 4), 0.0
    for x in sequence:
        hidden = cell(x, hidden)
        loss = loss + head(hidden).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
