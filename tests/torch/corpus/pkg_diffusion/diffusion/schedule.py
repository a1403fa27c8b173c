from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from diffusion.sampling import Sampler


class Schedule:
    def __init__(self, steps: int, start: float = 1e-3, end: float = 0.2):
        self.steps = steps
        self.betas = torch.linspace(start, end, steps)
        self.alphas = 1.0 - self.betas
        self.bars = torch.cumprod(self.alphas, dim=0)

    def draw(self, count):
        return torch.randint(0, self.steps, (count,))

    def add_noise(self, x, noise, t):
        bar = self.bars[t].view(-1, 1)
        return bar.sqrt() * x + (1 - bar).sqrt() * noise

    def sampler(self, model) -> Sampler:
        from diffusion.sampling import Sampler
        return Sampler(model, self)
