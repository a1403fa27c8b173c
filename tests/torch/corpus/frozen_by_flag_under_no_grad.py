# correct
import sys

import torch
import torch.nn as nn


class Probe(nn.Module):
    """Features of a backbone that is frozen unless somebody asks otherwise, and a head that learns."""

    def __init__(self, freeze=True):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(3, 8), nn.ReLU())
        if freeze:
            for p in self.backbone.parameters():
                p.requires_grad = False
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        with torch.no_grad():
            features = self.backbone(x)
        return self.head(features)


def train(freeze):
    model = Probe(freeze)
    trained = filter(lambda p: p.requires_grad, model.parameters())
    optimizer = torch.optim.SGD(trained, lr=0.1)
    for _ in range(2):
        loss = model(torch.randn(4, 3)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


print(train("--all" not in sys.argv))
