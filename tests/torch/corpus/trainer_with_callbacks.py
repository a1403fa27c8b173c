# correct
from __future__ import annotations

import time
from typing import Callable, Iterable, Optional

import torch
from torch import nn
from torch.optim import Optimizer


class Callback:
    def on_train_begin(self, trainer): ...
    def on_batch_end(self, trainer, loss): ...
    def on_epoch_end(self, trainer, logs): ...


class History(Callback):
    def __init__(self):
        self.epochs = []

    def on_epoch_end(self, trainer, logs):
        self.epochs.append(dict(logs))


class GradientLogger(Callback):
    """Remembers the gradient norm of each parameter that got one."""

    def __init__(self):
        self.norms: dict[str, float] = {}

    def on_batch_end(self, trainer, loss):
        for name, p in trainer.model.named_parameters():
            if p.grad is None:
                continue
            self.norms[name] = p.grad.detach().norm(2).item()


class FreezeAfter(Callback):
    def __init__(self, epoch: int, prefix: str):
        self.epoch, self.prefix = epoch, prefix

    def on_epoch_end(self, trainer, logs):
        if logs["epoch"] + 1 == self.epoch:
            for name, p in trainer.model.named_parameters():
                if name.startswith(self.prefix):
                    p.requires_grad_(False)
                    p.grad = None


class Trainer:
    def __init__(self, model: nn.Module, optimizer: Optimizer, loss_fn: Callable, callbacks: Iterable[Callback] = ()):
        self.model, self.optimizer, self.loss_fn = model, optimizer, loss_fn
        self.callbacks = list(callbacks)
        self.stop = False

    def _call(self, hook: str, *args):
        for callback in self.callbacks:
            getattr(callback, hook)(self, *args)

    def step(self, x, y) -> torch.Tensor:
        self.optimizer.zero_grad()
        loss = self.loss_fn(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    @torch.no_grad()
    def evaluate(self, data) -> float:
        self.model.eval()
        losses = [self.loss_fn(self.model(x), y).item() for x, y in data]
        self.model.train()
        return sum(losses) / max(len(losses), 1)

    def fit(self, data, epochs: int, valid: Optional[list] = None):
        self._call("on_train_begin")
        for epoch in range(epochs):
            start, total = time.perf_counter(), torch.zeros(())
            for x, y in data:
                loss = self.step(x, y)
                total += loss
                self._call("on_batch_end", loss)
            logs = {"epoch": epoch, "loss": (total / len(data)).item(), "seconds": time.perf_counter() - start}
            if valid:
                logs["valid"] = self.evaluate(valid)
            self._call("on_epoch_end", logs)
        return self


model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
data = [(torch.randn(5, 4), torch.randn(5, 1)) for _ in range(3)]
history, norms = History(), GradientLogger()
trainer = Trainer(model, torch.optim.SGD(model.parameters(), lr=0.1), nn.MSELoss(), [history, norms, FreezeAfter(1, "0.")])
trainer.fit(data, epochs=2, valid=data[:1])
print([round(e["loss"], 3) for e in history.epochs], sorted(norms.norms))
