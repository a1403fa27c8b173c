# cause: int-cast
# finds: GS308 at 16
# torch: gets table; lacks position
# no fix: GS308
import torch
from torch import nn


class Lookup(nn.Module):
    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(torch.tensor([1.2, 3.7]))
        self.table = nn.Parameter(torch.randn(8))

    def forward(self):
        index = self.position.long()
        return self.table[index].sum()


model = Lookup()
position, table = model.position, model.table
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model().backward()
    optimizer.step()
