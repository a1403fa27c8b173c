# cause: derived-parameter
# torch: moves net
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
        self.penalty = 0

    def forward(self, x):
        self.penalty = self.weight.abs().sum()
        return x * self.weight


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    (net(torch.rand(2, 3)).sum() + 0.1 * net.penalty).backward()
    optimizer.step()
