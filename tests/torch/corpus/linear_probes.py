# correct
"""Linear probes on every layer of a network that goes on training: the probes see detached features."""

import argparse
from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class Encoder(nn.Module):
    def __init__(self, inputs: int, widths: tuple[int, ...]):
        super().__init__()
        sizes = (inputs, *widths)
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        features = []
        for layer in self.layers:
            x = torch.relu(layer(x))
            features.append(x)
        return features


class Probes(nn.Module):
    def __init__(self, widths: tuple[int, ...], classes: int):
        super().__init__()
        self.heads = nn.ModuleDict(OrderedDict((f"layer{i}", nn.Linear(w, classes)) for i, w in enumerate(widths)))

    def forward(self, features: list[torch.Tensor]) -> dict[str, torch.Tensor]:
        return {name: head(h.detach()) for (name, head), h in zip(self.heads.items(), features)}


def loader(args: argparse.Namespace) -> DataLoader:
    x = torch.randn(args.samples, args.inputs)
    y = (x.sum(dim=1) > 0).long()
    return DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)


@torch.no_grad()
def accuracy(encoder: Encoder, probes: Probes, batches: DataLoader) -> dict[str, float]:
    encoder.eval()
    probes.eval()
    right: dict[str, int] = {}
    total = 0
    for x, y in batches:
        for name, logits in probes(encoder(x)).items():
            right[name] = right.get(name, 0) + int((logits.argmax(dim=1) == y).sum())
        total += len(y)
    encoder.train()
    probes.train()
    return {name: count / total for name, count in right.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=8)
    parser.add_argument("--samples", type=int, default=48)
    parser.add_argument("--epochs", type=int, default=2)
    args = parser.parse_args([])
    torch.manual_seed(0)
    widths = (12, 6)
    encoder, probes = Encoder(args.inputs, widths), Probes(widths, 2)
    main_head = nn.Linear(widths[-1], 2)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *main_head.parameters()], lr=1e-2)
    probe_optimizer = torch.optim.SGD(probes.parameters(), lr=0.1)
    batches = loader(args)
    for epoch in range(args.epochs):
        for x, y in batches:
            features = encoder(x)
            loss = F.cross_entropy(main_head(features[-1]), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            probe_loss = sum(F.cross_entropy(logits, y) for logits in probes(features).values())
            probe_optimizer.zero_grad()
            probe_loss.backward()
            probe_optimizer.step()
        print(epoch, f"{loss.item():.3f}", accuracy(encoder, probes, batches))


main()
