from torch import nn


class Generator(nn.Sequential):
    def __init__(self, latent, width):
        super().__init__(nn.Linear(latent, 8), nn.ReLU(), nn.Linear(8, width))
