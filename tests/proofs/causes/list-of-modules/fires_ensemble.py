# finds: GS504 at 11
# torch: raises ValueError: optimizer got an empty parameter list
# fixed: moves model
import torch
from torch import nn


class Ensemble(nn.Module):
    def __init__(self, n=3, d=4):
        super().__init__()
        self.members = [nn.Sequential(nn.Linear(d, 8), nn.ReLU(), nn.Linear(8, 1)) for _ in range(n)]

    def forward(self, x):
        return torch.stack([m(x) for m in self.members]).mean(0)


def count(params):
    return sum(p.numel() for p in params)


model = Ensemble()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(2):
    loss = model(torch.rand(6, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
