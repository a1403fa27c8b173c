# torch: moves model.layers[1], model.head
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 3), nn.Linear(3, 3)]
        self.head = nn.Linear(3, 1)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.head(x)

    def all_parameters(self):
        for layer in self.layers:
            yield from layer.parameters()
        yield from self.parameters()


model = Net()
optimizer = torch.optim.SGD(model.all_parameters(), lr=0.1)
model(torch.rand(4, 3)).pow(2).mean().backward()
optimizer.step()
