from torch import nn

from .base import BaseVAE

__all__ = ["BetaVAE", "VAE"]


class VAE(BaseVAE):
    def __init__(self, inputs, latent, hidden=12):
        super().__init__()
        self.latent = latent
        self.encoder = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, 2 * latent))
        self.decoder = nn.Sequential(nn.Linear(latent, hidden), nn.Tanh(), nn.Linear(hidden, inputs), nn.Sigmoid())
        self._scale = 1.0

    def encode(self, x):
        return self.encoder(x).chunk(2, dim=-1)

    def decode(self, z):
        return self.decoder(z)

    def warm_up(self, step, steps):
        self._scale = min(1.0, (step + 1) / steps)

    @property
    def weight(self):
        return self._scale


class BetaVAE(VAE):
    def __init__(self, *args, beta, **kwargs):
        super().__init__(*args, **kwargs)
        self.beta = beta

    @property
    def weight(self):
        return self.beta * super().weight
