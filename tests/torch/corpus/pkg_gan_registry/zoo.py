from torch import nn
from torch.nn.utils import spectral_norm

from registry import register


def weights_init(module):
    if isinstance(module, nn.Linear):
        nn.init.normal_(module.weight, 0.0, 0.02)
        nn.init.constant_(module.bias, 0)


@register("mlp-generator", width=16)
class Generator(nn.Module):
    def __init__(self, latent, out, width):
        super().__init__()
        self.latent = latent
        self.main = nn.Sequential(
            nn.Linear(latent, width), nn.BatchNorm1d(width), nn.ReLU(True), nn.Linear(width, out), nn.Tanh()
        )
        self.apply(weights_init)

    def forward(self, z):
        return self.main(z) * 2


@register("mlp-critic", width=16)
class Critic(nn.Module):
    def __init__(self, inp, width):
        super().__init__()
        self.first = spectral_norm(nn.Linear(inp, width))
        self.second = nn.Linear(width, 1)
        self.act = nn.LeakyReLU(0.2, inplace=True)

    def forward(self, x):
        return self.second(self.act(self.first(x))).squeeze(-1)
