# cause: nonleaf-flag
# finds: GS404 at 17
# torch: raises RuntimeError: you can only change requires_grad flags of leaf variables
# fixed: runs
import torch
from torch import nn

cell = nn.RNNCell(3, 4)
optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)
hidden = torch.zeros(1, 4)
for x in torch.rand(3, 1, 3):
    hidden = cell(x, hidden)
    loss = hidden.pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    hidden.requires_grad = False