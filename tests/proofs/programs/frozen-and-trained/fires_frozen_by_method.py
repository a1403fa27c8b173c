# cause: frozen-params
# finds: GS507 at 11
# torch: gets probe; stays encoder.weight
# fixed: gets probe; moves encoder
import torch
from torch import nn


class Trainer:
    def __init__(self, encoder, probe):
        self.encoder, self.probe = encoder.requires_grad_(False), probe
        self.optimizers = [
            torch.optim.SGD(self.encoder.parameters(), lr=0.1),
            torch.optim.SGD(self.probe.parameters(), lr=0.1),
        ]

    def fit(self, batches):
        for x, y in batches:
            loss = nn.functional.mse_loss(self.probe(self.encoder(x)), y)
            for optimizer in self.optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in self.optimizers:
                optimizer.step()


encoder, probe = nn.Linear(6, 3), nn.Linear(3, 1)
Trainer(encoder, probe).fit([(torch.rand(4, 6), torch.rand(4, 1)) for _ in range(3)])
