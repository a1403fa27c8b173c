import torch
from torch import nn

import nodes


class Leaf(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return self.weight * x


def wrapped(depth):
    return nodes.grow(depth)
