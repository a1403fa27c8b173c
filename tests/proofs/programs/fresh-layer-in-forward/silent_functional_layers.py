# cause: layer-in-forward
# torch: moves net
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)

    def forward(self, x):
        x = nn.ReLU()(self.conv(x))
        x = nn.MaxPool2d(2)(x)
        return nn.Flatten()(nn.Dropout(0.1)(x))


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    net(torch.rand(2, 1, 8, 8)).pow(2).mean().backward()
    optimizer.step()
