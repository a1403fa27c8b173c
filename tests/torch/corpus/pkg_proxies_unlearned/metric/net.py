from torch import nn
from torch.nn import functional as F


class Embedder(nn.Sequential):
    def __init__(self, inputs, size):
        super().__init__(nn.Linear(inputs, 8), nn.ReLU(), nn.Linear(8, size))

    def forward(self, x):
        return F.normalize(super().forward(x), dim=-1)
