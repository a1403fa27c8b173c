from copy import deepcopy

from .core import Stop, Trainer


class Callback:
    def on_start(self, trainer: Trainer): ...
    def on_step(self, trainer: Trainer): ...
    def on_epoch(self, trainer: Trainer): ...
    def on_end(self, trainer: Trainer): ...


class History(Callback):
    def __init__(self):
        self.rows = []

    def on_epoch(self, trainer):
        self.rows.append(dict(trainer.logs))


class Warmup(Callback):
    def __init__(self, steps):
        self.steps = steps

    def on_start(self, trainer):
        self.rates = [group["lr"] for group in trainer.optimizer.param_groups]

    def on_step(self, trainer):
        for rate, group in zip(self.rates, trainer.optimizer.param_groups):
            group["lr"] = rate * min(1.0, (trainer.step + 1) / self.steps)


class _Watching(Callback):
    def __init__(self, key):
        self.key, self.best = key, None

    def better(self, trainer):
        value = trainer.logs[self.key]
        if self.best is None or value < self.best:
            self.best = value
            return True
        return False


class BestWeights(_Watching):
    state = None

    def on_epoch(self, trainer):
        if self.better(trainer):
            self.state = deepcopy(trainer.model.state_dict())

    def on_end(self, trainer):
        if self.state is not None:
            trainer.model.load_state_dict(self.state)


class StopEarly(_Watching):
    def __init__(self, key, patience):
        super().__init__(key)
        self.patience, self.bad = patience, 0

    def on_epoch(self, trainer):
        self.bad = 0 if self.better(trainer) else self.bad + 1
        if self.bad > self.patience:
            raise Stop
