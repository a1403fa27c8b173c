# torch: gets layer
import torch
from torch import nn


class Settings:
    require_grad = True


class Layer(nn.Linear):
    def __init__(self):
        super().__init__(3, 3)
        self.needs_grad = True


settings, layer = Settings(), Layer()
settings.require_grad = False
layer.requires_grad_(settings.require_grad or layer.needs_grad)
layer(torch.rand(2, 3)).sum().backward()
