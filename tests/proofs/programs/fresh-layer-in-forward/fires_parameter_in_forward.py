# cause: layer-in-forward
# finds: GS509 at 15
# torch: moves model; holds len(list(model.parameters())) == 2
# fixed: moves model; holds len(list(model.parameters())) == 3
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.keys = nn.Linear(6, 6)

    def forward(self, x):
        query = nn.Parameter(torch.randn(6))
        weights = (self.keys(x) @ query).softmax(dim=-1)
        return (weights.unsqueeze(-1) * x).sum(1)


model = Attention()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for batch in torch.rand(3, 4, 5, 6):
    optimizer.zero_grad()
    model(batch).pow(2).sum().backward()
    optimizer.step()
