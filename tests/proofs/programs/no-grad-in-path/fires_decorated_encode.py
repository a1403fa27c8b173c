# cause: no-grad-scope
# finds: GS303 at 15
# torch: gets model.scale; stays model.project.weight
# fixed: moves model
import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.project = nn.Linear(5, 3)
        self.scale = nn.Parameter(torch.tensor(2.0))

    @torch.no_grad()
    def encode(self, x):
        return self.project(x)

    def forward(self, x):
        return (self.encode(x) * self.scale).tanh()


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for x in torch.rand(3, 4, 5):
    loss = (model(x) - 1).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
