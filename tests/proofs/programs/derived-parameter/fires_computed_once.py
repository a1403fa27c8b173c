# cause: derived-parameter
# finds: GS403 at 13
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves model.raw
import torch
from torch import nn


class Positive(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(3))
        self.weight = nn.functional.softplus(self.raw)
    def forward(self, x):
        return (x * self.weight).sum(1)


model = Positive()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x in torch.rand(4, 8, 3):
    optimizer.zero_grad()
    model(x).pow(2).mean().backward()
    optimizer.step()
