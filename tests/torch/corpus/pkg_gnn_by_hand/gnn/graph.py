from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass
class Graph:
    x: Tensor
    edges: Tensor
    y: Tensor
    train: Tensor

    @property
    def size(self) -> int:
        return self.x.shape[0]

    def with_self_loops(self) -> "Graph":
        loops = torch.arange(self.size).expand(2, -1)
        return replace(self, edges=torch.cat([self.edges, loops], dim=1))


def communities(*sizes: int) -> Graph:
    y = torch.cat([torch.full((size,), label) for label, size in enumerate(sizes)])
    near = (y[:, None] == y[None]) & (torch.rand(len(y), len(y)) < 0.6)
    edges = near.triu(1).nonzero().t()
    edges = torch.cat([edges, edges.flip(0)], dim=1)
    x = torch.randn(len(y), 4) + y[:, None].float()
    train = torch.zeros(len(y), dtype=torch.bool)
    train[::2] = True
    return Graph(x=x, edges=edges, y=y, train=train)
