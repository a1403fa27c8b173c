# correct
"""Quantisation-aware training: weights and activations are rounded in the forward pass, with learned step sizes."""

import argparse

import torch
from torch import nn
from torch.nn import functional as F


class FakeQuantize(torch.autograd.Function):
    """Rounds to a grid; the gradient passes where nothing was clipped."""

    @staticmethod
    def forward(ctx, x, scale, bits):
        low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        ctx.save_for_backward(x, scale)
        ctx.limits = (low, high)
        return (x / scale).round().clamp(low, high) * scale

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        low, high = ctx.limits
        ratio = x / scale
        inside = (ratio >= low) & (ratio <= high)
        grad_scale = (grad * torch.where(inside, ratio.round() - ratio, ratio.clamp(low, high))).sum()
        return grad * inside, grad_scale.reshape(scale.shape), None


class Observer(nn.Module):
    """Keeps the range of what it sees, as a buffer."""

    def __init__(self, momentum: float = 0.9):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("high", torch.tensor(1.0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            with torch.no_grad():
                self.high.mul_(self.momentum).add_((1 - self.momentum) * x.abs().max())
        return x


class QuantLinear(nn.Module):
    def __init__(self, inputs: int, outputs: int, bits: int):
        super().__init__()
        self.inner = nn.Linear(inputs, outputs)
        self.observer = Observer()
        self.bits = bits
        self.weight_scale = nn.Parameter(torch.tensor(0.05))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.observer(x)
        step = self.observer.high.clone() / (2 ** (self.bits - 1) - 1)
        x = x + ((x / step).round() * step - x).detach()
        weight = FakeQuantize.apply(self.inner.weight, self.weight_scale, self.bits)
        return F.linear(x, weight, self.inner.bias)


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    model.eval()
    with torch.inference_mode():
        error = F.mse_loss(model(x), y).item()
    model.train()
    return error


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bits", type=int, default=4)
    parser.add_argument("--steps", type=int, default=6)
    args = parser.parse_args([])
    torch.manual_seed(0)
    model = nn.Sequential(QuantLinear(5, 16, args.bits), nn.ReLU(), QuantLinear(16, 1, args.bits))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    x = torch.randn(64, 5)
    y = x[:, :1] * x[:, 1:2]
    before = evaluate(model, x, y)
    for step in range(args.steps):
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"{before:.3f} -> {evaluate(model, x, y):.3f}")


main()
