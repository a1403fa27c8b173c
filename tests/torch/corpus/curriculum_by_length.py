# correct
"""Curriculum learning: short sequences first, and the hardest part of each batch more and more."""

import argparse
import random

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pad_sequence


class Counter(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.embed = nn.Embedding(3, width, padding_idx=0)
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.out = nn.Linear(width, 1)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        _, last = self.rnn(self.embed(tokens))
        return self.out(last.squeeze(0)).squeeze(-1)


def examples(count: int, longest: int) -> list[tuple[torch.Tensor, float]]:
    made = []
    for _ in range(count):
        tokens = torch.randint(1, 3, (random.randint(1, longest),))
        made.append((tokens, float((tokens == 2).sum())))
    return made


def batches(data: list[tuple[torch.Tensor, float]], size: int):
    random.shuffle(data)
    for start in range(0, len(data), size):
        chunk = data[start : start + size]
        yield pad_sequence([t for t, _ in chunk], batch_first=True), torch.tensor([n for _, n in chunk])


class Curriculum:
    """Lets longer sequences in as soon as the loss is low enough."""

    def __init__(self, shortest: int, longest: int, threshold: float):
        self.limit, self.longest, self.threshold = shortest, longest, threshold

    def select(self, data):
        return [pair for pair in data if len(pair[0]) <= self.limit]

    def update(self, loss: float) -> None:
        if loss < self.threshold and self.limit < self.longest:
            self.limit += 1


def hard_part(losses: torch.Tensor, share: float) -> torch.Tensor:
    """The mean of the largest losses."""
    count = max(1, int(share * len(losses)))
    return losses.topk(count).values.mean()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--width", type=int, default=8)
    args = parser.parse_args([])
    random.seed(0)
    torch.manual_seed(0)
    data = examples(40, 6)
    model = Counter(args.width)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    curriculum = Curriculum(shortest=2, longest=6, threshold=2.0)
    for epoch in range(args.epochs):
        share = 1.0 - 0.5 * epoch / args.epochs
        total, seen = 0.0, 0
        for tokens, counts in batches(curriculum.select(data), 8):
            losses = F.mse_loss(model(tokens), counts, reduction="none")
            weights = torch.softmax(-losses.detach(), dim=0) * len(losses)
            loss = hard_part(losses * weights, share)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total, seen = total + losses.detach().sum().item(), seen + len(losses)
        curriculum.update(total / max(seen, 1))
        print(epoch, curriculum.limit, f"{total / max(seen, 1):.3f}")


main()
