# correct
import os

import torch
from torch import nn


class Biased(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = None
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x):
        if self.bias is None or x.sum() > 9:
            self.bias = self.make(x)
        return x * self.weight + self.bias

    def make(self, x):
        bias = torch.zeros_like(x)
        return bias.to(dtype=dtype)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = Biased()

    def forward(self, x):
        return x + self.inner(x)


class Net(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.blocks = nn.ModuleList([Block() for _ in range(depth)])

    def forward(self, x, most=None):
        blocks = self.blocks if most is None else self.blocks[:most]
        for block in blocks:
            x = block(x)
        return x


def train(depth, most=None):
    net = Net(depth)
    out = net(torch.ones(2, 3), most)
    out.sum().backward()
    return net, out


dtype = getattr(torch, os.environ.get("DTYPE", "float32"))
depth = int(os.environ.get("DEPTH", "3"))
net, out = train(depth, depth if "MOST" in os.environ else None)
first = net.blocks[0].inner
weight_grad = first.weight.grad
bias = first.bias
