import math

import torch
import torch.nn as nn


class TimeEmbedding(nn.Module):
    def __init__(self, width):
        super().__init__()
        half = width // 2
        self.register_buffer("freqs", torch.exp(-math.log(1000.0) * torch.arange(half) / half))

    def forward(self, t):
        angles = t.float()[:, None] * self.freqs[None]
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.layers = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.shift = nn.Linear(width, width)
        nn.init.zeros_(self.layers[-1].weight)

    def forward(self, x, emb):
        return x + self.layers(self.norm(x) + self.shift(emb))


class Denoiser(nn.Module):
    def __init__(self, width, depth=2):
        super().__init__()
        self.time = TimeEmbedding(width)
        self.inp = nn.Linear(2, width)
        self.blocks = nn.ModuleList(Residual(width) for _ in range(depth))
        self.out = nn.Linear(width, 2)

    def forward(self, x, t):
        emb = self.time(t)
        h = self.inp(x)
        for block in self.blocks:
            h = block(h, emb)
        return self.out(h)
