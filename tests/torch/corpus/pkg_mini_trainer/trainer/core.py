from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Iterable

import torch
from torch import Tensor, nn

from .metrics import Tracker

if TYPE_CHECKING:
    from .callbacks import Callback


class Stop(Exception):
    pass


class Trainer:
    def __init__(self, model: nn.Module, optimizer, loss: Callable[[Tensor, Tensor], Tensor],
                 metrics: dict[str, Callable] | None = None, callbacks: Iterable[Callback] = ()):
        self.model, self.optimizer, self.loss = model, optimizer, loss
        self.metrics = {"loss": loss, **(metrics or {})}
        self.callbacks = list(callbacks)
        self.logs: dict[str, float] = {}
        self.step = 0

    def emit(self, event: str) -> None:
        for callback in self.callbacks:
            getattr(callback, f"on_{event}")(self)

    def fit(self, train, valid, epochs: int) -> None:
        self.emit("start")
        try:
            for epoch in range(epochs):
                self._run(train, "train")
                self._run(valid, "valid")
                self.emit("epoch")
        except Stop:
            print("stopped after", epoch + 1)
        finally:
            self.emit("end")

    def _run(self, loader, phase: str) -> None:
        training = phase == "train"
        self.model.train(training)
        trackers = {name: Tracker() for name in self.metrics}
        with torch.set_grad_enabled(training):
            for inputs, target in loader:
                out = self.model(inputs)
                if training:
                    self._update(self.loss(out, target))
                for name, metric in self.metrics.items():
                    trackers[name].add(metric(out.detach(), target), len(inputs))
        self.logs |= {f"{phase}/{name}": tracker.mean for name, tracker in trackers.items()}

    def _update(self, loss: Tensor) -> None:
        self.emit("step")
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.step += 1
