# correct
"""A network with binary weights and activations: the sign goes forward, the clipped identity goes back."""

import torch
from torch import nn
from torch.nn import functional as F


def binarize(x: torch.Tensor) -> torch.Tensor:
    """Sign in the forward pass, the gradient of a hard tanh in the backward pass."""
    soft = x.clamp(-1, 1)
    return soft + (torch.sign(x) - soft).detach()


class BinaryLinear(nn.Module):
    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(outputs, inputs))
        self.scale = nn.Parameter(torch.ones(outputs))
        nn.init.uniform_(self.weight, -0.5, 0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, binarize(self.weight)) * self.scale

    @torch.no_grad()
    def clip(self) -> None:
        self.weight.clamp_(-1, 1)


class BinaryNet(nn.Module):
    def __init__(self, inputs: int, hidden: int, classes: int):
        super().__init__()
        self.first = BinaryLinear(inputs, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.second = BinaryLinear(hidden, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = binarize(self.norm(self.first(x)))
        return self.second(h)


def flipped(before: list[torch.Tensor], model: nn.Module) -> int:
    """How many signs have changed."""
    layers = [m for m in model.modules() if isinstance(m, BinaryLinear)]
    return sum(int((old != layer.weight.detach().sign()).sum()) for old, layer in zip(before, layers))


def train(model: BinaryNet, x: torch.Tensor, y: torch.Tensor, epochs: int) -> list[float]:
    optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
    history = []
    signs = [m.weight.detach().sign() for m in model.modules() if isinstance(m, BinaryLinear)]
    for _ in range(epochs):
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        for module in model.modules():
            if isinstance(module, BinaryLinear):
                module.clip()
        history.append(loss.item())
    print(f"{flipped(signs, model)} signs flipped")
    return history


torch.manual_seed(0)
data = torch.randn(64, 10)
labels = (data[:, 0] * data[:, 1] > 0).long()
net = BinaryNet(10, 16, 2)
losses = train(net, data, labels, 6)
print(f"{losses[0]:.3f} -> {losses[-1]:.3f}")
