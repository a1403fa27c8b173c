# torch: lacks net.layer.weight
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 1)

    @property
    def requires_grad(self):
        return any(p.requires_grad for p in self.parameters())

    @requires_grad.setter
    def requires_grad(self, flag):
        self.requires_grad_(flag)


net = Net()
net.requires_grad = False
print(net.layer(torch.rand(2, 3)).requires_grad)
