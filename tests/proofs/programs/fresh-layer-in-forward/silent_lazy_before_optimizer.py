# torch: moves net
import torch
from torch import nn


class Lazy(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.width = width
        self.inner = None

    def forward(self, x):
        if self.inner is None:
            self.inner = nn.Linear(x.shape[-1], self.width)
        return self.inner(x)


net = Lazy(3)
net(torch.rand(1, 5))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    net(torch.rand(4, 5)).pow(2).mean().backward()
    optimizer.step()
