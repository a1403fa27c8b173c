# cause: inplace-saved
# finds: GS602 at 17
# torch: raises RuntimeError: modified by an inplace operation
# fixed: gets block
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        h = torch.sigmoid(self.first(x))
        out = self.second(h)
        h.mul_(2.0)
        return out + h


block = Block()
block(torch.rand(2, 4)).sum().backward()
