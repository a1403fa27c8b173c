from abc import ABC, abstractmethod
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Losses(NamedTuple):
    total: Tensor
    rebuilding: Tensor
    divergence: Tensor


class BaseVAE(nn.Module, ABC):
    latent: int

    @abstractmethod
    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance."""

    @abstractmethod
    def decode(self, z: Tensor) -> Tensor: ...

    @property
    def weight(self) -> float:
        return 1.0

    @staticmethod
    def reparameterize(mu: Tensor, logvar: Tensor) -> Tensor:
        std = torch.exp(0.5 * logvar)
        return mu + std * torch.randn_like(std)

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar

    def losses(self, x) -> Losses:
        out, mu, logvar = self(x)
        rebuilding = F.binary_cross_entropy(out, x, reduction="sum") / len(x)
        divergence = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1).mean()
        return Losses(rebuilding + self.weight * divergence, rebuilding.detach(), divergence.detach())

    @torch.no_grad()
    def sample(self, count):
        return self.decode(torch.randn(count, self.latent))

    def reconstruct(self, x):
        with torch.no_grad():
            return self(x)[0]
