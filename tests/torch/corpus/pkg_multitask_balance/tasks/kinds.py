from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch.nn import functional as F


class Task(ABC):
    def __init__(self, name: str, size: int = 1):
        self.name, self.size = name, size

    @abstractmethod
    def target(self, x: torch.Tensor) -> torch.Tensor: ...

    @abstractmethod
    def loss(self, output: torch.Tensor, target: torch.Tensor) -> torch.Tensor: ...


class Numbers(Task):
    def target(self, x):
        return x.sum(1, keepdim=True)

    def loss(self, output, target):
        return F.mse_loss(output, target)


class Classes(Task):
    def target(self, x):
        return (x[:, 0] > 0).long()

    def loss(self, output, target):
        return F.cross_entropy(output, target)
