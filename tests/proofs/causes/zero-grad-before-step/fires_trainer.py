# finds: GS510 at 15
# torch: stays model[0].weight
# fixed: moves model
import torch
from torch import nn


class Trainer:
    def __init__(self, model, optimizer, criterion, scaler=None):
        self.model, self.optimizer, self.criterion, self.scaler = model, optimizer, criterion, scaler

    def _optimize(self, loss):
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.zero_grad()
        self.optimizer.step()

    def run_epoch(self, batches):
        total = 0.0
        for x, y in batches:
            loss = self.criterion(self.model(x), y)
            self._optimize(loss)
            total += loss.item()
        return total / len(batches)


model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 2))
trainer = Trainer(model, torch.optim.SGD(model.parameters(), lr=0.1), nn.CrossEntropyLoss())
data = [(torch.rand(4, 5), torch.randint(2, (4,))) for _ in range(3)]
for epoch in range(2):
    print(trainer.run_epoch(data))
