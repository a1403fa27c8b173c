# cause: list-of-modules
# finds: GS504 at 12
# torch: moves model.head; stays model.layers[0].weight
# fixed: moves model
import torch
from torch import nn


class Mlp(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = [nn.Linear(4, 4) for _ in range(depth)]
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x) + 1)
        return self.head(x)


model = Mlp(3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.rand(8, 4)).pow(2).mean().backward()
    optimizer.step()
