# raises: RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.
# finds: GS601 at 19
"""Sinusoidal initialisation written straight into a parameter."""
import math

import torch
from torch import nn


class PositionalEmbedding(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(length, dim))
        self.reset_parameters(length, dim)

    def reset_parameters(self, length, dim):
        position = torch.arange(length).unsqueeze(1)
        frequency = torch.exp(torch.arange(0, dim, 2) * (-math.log(10000.0) / dim))
        self.weight[:, 0::2] = torch.sin(position * frequency)
        self.weight[:, 1::2] = torch.cos(position * frequency)

    def forward(self, x):
        return x + self.weight[: x.size(1)]


layer = PositionalEmbedding(16, 8)
optimizer = torch.optim.Adam(layer.parameters())
loss = layer(torch.zeros(1, 10, 8)).sum()
loss.backward()
optimizer.step()
