import torch
from torch import nn

SCALE = torch.ones(2, requires_grad=True)


class Scaled(nn.Module):
    def __init__(self, width, out):
        super().__init__()
        self.linear = nn.Linear(width, out)

    def forward(self, x):
        return self.linear(x) * SCALE


def noise(*shape):
    return torch.randn(*shape)


def normalise(x):
    return (x - x.mean()) / (x.std() + 1e-6)


@torch.no_grad()
def teacher(x):
    return x[:, :2] * SCALE


def total_norm(module):
    return sum(p.grad.norm() ** 2 for p in module.parameters())
