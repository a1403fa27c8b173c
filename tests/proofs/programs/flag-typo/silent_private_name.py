# torch: lacks net.layer.weight
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 1)
        self._requires_grad = True

    def freeze(self):
        for parameter in self.parameters():
            parameter.requires_grad = False
        self._requires_grad = False

    def forward(self, x):
        if self._requires_grad:
            x = x.clone()
        return self.layer(x)


net = Net()
net.freeze()
print(net(torch.rand(2, 3)).requires_grad)
