import torch
from torch import nn


class TabularNet(nn.Module):
    def __init__(self, cardinalities, numeric, hidden):
        super().__init__()
        self.embeddings = nn.ModuleList([nn.Embedding(n, min(4, (n + 1) // 2)) for n in cardinalities])
        size = numeric + sum(e.embedding_dim for e in self.embeddings)
        layers = []
        for width in hidden:
            layers += [nn.Linear(size, width), nn.GELU(), nn.Dropout(0.1)]
            size = width
        self.body = nn.Sequential(*layers)
        self.out = nn.Linear(size, 1)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, numbers, codes):
        embedded = [embed(codes[:, i]) for i, embed in enumerate(self.embeddings)]
        h = torch.cat([numbers, *embedded], dim=-1)
        return self.out(self.body(h)) * self.scale


def penalty(module):
    """L1 norm of all matrices."""
    total = 0.0
    for name, parameter in module.named_parameters():
        if name.endswith("weight") and parameter.dim() > 1:
            total = total + parameter.abs().sum()
    return total
