# finds: GS308 at 15
# torch: gets model.values; stays model.router.weight
# no fix: GS308
import torch
from torch import nn


class Sparse(nn.Module):
    def __init__(self, experts=4):
        super().__init__()
        self.router = nn.Linear(3, experts)
        self.values = nn.Parameter(torch.randn(experts))

    def forward(self, x):
        _, chosen = self.router(x).topk(2, dim=-1)
        return self.values[chosen].sum(-1)


model = Sparse()
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for x in torch.rand(3, 16, 3):
    optimizer.zero_grad()
    (model(x) - 1).pow(2).mean().backward()
    optimizer.step()
