# cause: missing-step
# finds: GS209 at 17
# torch: gets trainer.model; stays trainer.model
# fixed: moves trainer.model
import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Linear(4, 1)
        self.optimizer = torch.optim.AdamW(self.model.parameters())

    def round(self, x):
        self.optimizer.zero_grad()
        self.model(x).pow(2).mean().backward()
        self.optimizer.step


trainer = Trainer()
for batch in torch.rand(3, 8, 4):
    trainer.round(batch)
