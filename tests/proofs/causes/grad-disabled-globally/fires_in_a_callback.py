# finds: GS201 at 67
# torch: lacks model.body.weight; raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves model
"""A trainer with callbacks; one of them leaves grad mode off after validation."""
import torch
from torch import nn
import torch.nn.functional as F


class Callback:
    def on_train_begin(self, trainer): ...
    def on_epoch_end(self, trainer): ...


class History(Callback):
    def __init__(self):
        self.rows = []

    def on_epoch_end(self, trainer):
        self.rows.append(trainer.last_loss)


class Validate(Callback):
    def __init__(self, data):
        self.data = data
        self.best = float("inf")

    def on_train_begin(self, trainer):
        self.on_epoch_end(trainer)

    def on_epoch_end(self, trainer):
        trainer.model.eval()
        torch.set_grad_enabled(False)
        x, y = self.data
        loss = F.mse_loss(trainer.model(x), y).item()
        self.best = min(self.best, loss)
        trainer.model.train()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 8)
        self.head = nn.Linear(8, 1)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))


class Trainer:
    def __init__(self, model, optimizer, callbacks=()):
        self.model = model
        self.optimizer = optimizer
        self.callbacks = list(callbacks)
        self.last_loss = None

    def _call(self, name):
        for callback in self.callbacks:
            getattr(callback, name)(self)

    def fit(self, batches, epochs=2):
        self._call("on_train_begin")
        for _ in range(epochs):
            for x, y in batches:
                loss = F.mse_loss(self.model(x), y)
                self.optimizer.zero_grad()
                loss.backward()
                self.optimizer.step()
                self.last_loss = loss.item()
            self._call("on_epoch_end")


batches = [(torch.randn(8, 4), torch.randn(8, 1)) for _ in range(3)]
model = Net()
trainer = Trainer(model, torch.optim.Adam(model.parameters()), [History(), Validate(batches[0])])
trainer.fit(batches)
