# finds: GS308 at 15
# torch: gets model.table; stays model.position
# no fix: GS308
import torch
from torch import nn


class Table(nn.Module):
    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(torch.tensor([0.6, 3.2]))
        self.table = nn.Embedding(6, 2)

    def forward(self):
        rows = self.position.to(torch.int64)
        return self.table(rows).pow(2).sum()


model = Table()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model().backward()
    optimizer.step()
