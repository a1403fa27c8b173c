import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = torch.ones(3)
        self.w = nn.Parameter(torch.ones(3))

    def __getattr__(self, name):
        if name == "zz":
            return torch.ones(3, requires_grad=True)
        return super().__getattr__(name)


n = Net()
x = n.w
y = n.zz
z = n.a
