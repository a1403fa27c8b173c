# cause: checkpoint-reentrant
# finds: GS311 at 16
# torch: gets model.out; stays model.body.weight
# fixed: moves model
import torch
import torch.utils.checkpoint as cp
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.out = nn.Linear(5, 5), nn.Linear(5, 1)

    def forward(self, x):
        x = cp.checkpoint(self.body, x)
        return self.out(x)


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for batch in torch.rand(3, 4, 5):
    optimizer.zero_grad()
    model(batch).pow(2).mean().backward()
    optimizer.step()
