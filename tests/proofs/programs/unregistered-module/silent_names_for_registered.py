# cause: list-of-modules
# torch: moves model
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(3, 3), nn.Linear(3, 3)
        self.order = [self.first, self.second]

    def forward(self, x):
        for layer in self.order:
            x = layer(x)
        return x


model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model(torch.rand(4, 3)).pow(2).mean().backward()
optimizer.step()
