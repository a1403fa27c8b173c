# correct
import torch
from torch import nn


class Trainer:
    def __init__(self):
        self.model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
        self.optimizer = torch.optim.Adam(self.model.parameters())

    def fit(self, x, y):
        for _ in range(3):
            self.loss = nn.functional.mse_loss(self.model(x), y)
            self.optimizer.zero_grad()
            self.loss.backward()
            self.optimizer.step()

    def fine_tune(self, x, y):
        loss = nn.functional.mse_loss(self.model(x), y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

    def sensitivity(self, x):
        x = x.clone().requires_grad_()
        self.model(x).sum().backward()
        return x.grad


trainer = Trainer()
trainer.fit(torch.randn(8, 4), torch.randn(8, 1))
trainer.model.requires_grad_(False)
with torch.no_grad():
    print(trainer.model(torch.randn(2, 4)))
