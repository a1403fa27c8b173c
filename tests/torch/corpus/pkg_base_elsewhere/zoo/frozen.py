import torch

from .base import Base
from .registry import register


@register
class Frozen(Base):
    name = "frozen"

    def __init__(self):
        super().__init__()
        self.encoder.requires_grad_(False)

    def encode(self, x):
        with torch.no_grad():
            return super().encode(x)
