# correct
"""Weights that are filled by hand, tied, scaled and copied before training begins."""

import math

import torch
from torch import nn
from torch.nn import functional as F


def init_weights(module: nn.Module) -> None:
    if isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight, gain=nn.init.calculate_gain("tanh"))
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Embedding):
        module.weight.data.normal_(mean=0.0, std=0.02)
    elif isinstance(module, nn.LayerNorm):
        module.weight.data.fill_(1.0)
        module.bias.data.zero_()


class Tagger(nn.Module):
    def __init__(self, words: int, width: int, tags: int):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(width, width)
        self.out = nn.Linear(width, tags)
        self.temperature = nn.Parameter(torch.tensor(math.log(1.0 / 0.7)))
        self.apply(init_weights)
        with torch.no_grad():
            self.out.weight *= 0.1
            self.out.bias[0] = math.log(3.0)
            self.mix.weight.copy_(torch.eye(width) + 0.01 * torch.randn(width, width))

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        h = torch.tanh(self.mix(self.norm(self.embed(tokens))))
        return self.out(h) * self.temperature.exp()


def pretrained(words: int, width: int) -> torch.Tensor:
    vectors = torch.zeros(words, width)
    for row in range(words):
        vectors[row] = torch.randn(width) / math.sqrt(width)
    return vectors


def groups(model: nn.Module, decay: float) -> list[dict]:
    """Matrices decay, vectors and norms do not."""
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    vectors = [p for p in model.parameters() if p.ndim < 2]
    return [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]


def main() -> None:
    torch.manual_seed(0)
    model = Tagger(words=20, width=8, tags=4)
    with torch.no_grad():
        model.embed.weight.copy_(pretrained(20, 8))
    norms = {name: p.detach().norm().item() for name, p in model.named_parameters()}
    optimizer = torch.optim.AdamW(groups(model, 0.01), lr=1e-2)
    for step in range(4):
        tokens, tags = torch.randint(20, (6, 5)), torch.randint(4, (6, 5))
        loss = F.cross_entropy(model(tokens).flatten(0, 1), tags.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(step, f"{loss.item():.3f}")
    grown = {name: p.detach().norm().item() - norms[name] for name, p in model.named_parameters()}
    print(max(grown, key=grown.get))


main()
