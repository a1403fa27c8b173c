# correct
"""Causal convolutions with normalised weights, gated as in WaveNet."""

import argparse

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm


class CausalConv(nn.Module):
    def __init__(self, channels: int, dilation: int):
        super().__init__()
        self.padding = dilation
        self.conv = weight_norm(nn.Conv1d(channels, 2 * channels, kernel_size=2, dilation=dilation))
        self.skip = weight_norm(nn.Conv1d(channels, channels, kernel_size=1))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        value, gate = self.conv(F.pad(x, (self.padding, 0))).chunk(2, dim=1)
        h = torch.tanh(value) * torch.sigmoid(gate)
        return x + h, self.skip(h)


class WaveNet(nn.Module):
    def __init__(self, levels: int, channels: int, depth: int):
        super().__init__()
        self.levels = levels
        self.embed = nn.Embedding(levels, channels)
        self.blocks = nn.ModuleList([CausalConv(channels, 2**i) for i in range(depth)])
        self.out = nn.Conv1d(channels, levels, kernel_size=1)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        x = self.embed(tokens).transpose(1, 2)
        skips = 0
        for block in self.blocks:
            x, skip = block(x)
            skips = skips + skip
        return self.out(F.relu(skips))

    @torch.no_grad()
    def generate(self, start: torch.Tensor, steps: int) -> torch.Tensor:
        tokens = start
        for _ in range(steps):
            logits = self(tokens)[:, :, -1]
            following = torch.multinomial(logits.softmax(dim=1), 1)
            tokens = torch.cat([tokens, following], dim=1)
        return tokens


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--levels", type=int, default=8)
    parser.add_argument("--steps", type=int, default=3)
    args = parser.parse_args([])
    torch.manual_seed(0)
    wave = ((torch.arange(64) / 5).sin() * 3.5 + 4).long().clamp(0, args.levels - 1)
    model = WaveNet(args.levels, channels=6, depth=3)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-2)
    for step in range(args.steps):
        starts = torch.randint(0, 40, (4,))
        batch = torch.stack([wave[s : s + 17] for s in starts.tolist()])
        logits = model(batch[:, :-1])
        loss = F.cross_entropy(logits, batch[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(step, f"{loss.item():.3f}")
    print(model.generate(wave[None, :8], 4).tolist())


main()
