# correct
"""A small framework: callbacks, hooks, schedules, metrics, state dicts, resume, EMA, gradient accumulation, AMP."""
from __future__ import annotations

import copy
import io
import math
from collections import defaultdict
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Callable, Iterable, NamedTuple, Optional

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split


class Split(Enum):
    TRAIN = "train"
    VALID = "valid"

    @property
    def learns(self) -> bool:
        return self is Split.TRAIN


@dataclass
class Config:
    lr: float = 1e-2
    epochs: int = 2
    accumulate: int = 2
    clip: Optional[float] = 1.0
    amp: bool = False
    ema: float = 0.9
    dims: tuple[int, ...] = (4, 8, 1)
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def small(cls, **kw):
        return cls(**{"epochs": 1, **kw})


class Output(NamedTuple):
    loss: torch.Tensor
    logits: torch.Tensor
    parts: dict[str, torch.Tensor]


class Metric:
    def __init__(self):
        self.reset()

    def reset(self):
        self.total, self.count = 0.0, 0

    def update(self, value: torch.Tensor, n: int = 1):
        self.total += value.item() * n
        self.count += n

    @property
    def mean(self):
        return self.total / max(self.count, 1)


class EMA:
    def __init__(self, model: nn.Module, decay: float):
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in model.named_parameters() if v.requires_grad}
        self.backup: dict[str, torch.Tensor] = {}

    @torch.no_grad()
    def update(self, model: nn.Module):
        for k, v in model.named_parameters():
            if k in self.shadow:
                self.shadow[k].lerp_(v, 1 - self.decay)

    @contextmanager
    def applied(self, model: nn.Module):
        self.backup = {k: p.data.clone() for k, p in model.named_parameters()}
        for k, p in model.named_parameters():
            p.data.copy_(self.shadow[k])
        try:
            yield model
        finally:
            for k, p in model.named_parameters():
                p.data.copy_(self.backup[k])
            self.backup.clear()


class Callback:
    order = 0

    def __getattr__(self, name):
        if name.startswith("on_"):
            return lambda *a, **k: None
        raise AttributeError(name)


class GradNorms(Callback):
    def __init__(self):
        self.norms = defaultdict(list)

    def on_backward(self, loop: Loop):
        for name, p in loop.model.named_parameters():
            if p.grad is not None:
                self.norms[name].append(p.grad.norm().item())


class Best(Callback):
    order = 1

    def __init__(self):
        self.value, self.state = math.inf, None

    def on_epoch(self, loop: Loop, split: Split, value: float):
        if split is Split.VALID and value < self.value:
            self.value, self.state = value, copy.deepcopy(loop.model.state_dict())


class Toy(Dataset):
    def __init__(self, n: int, transform: Callable | None = None):
        g = torch.Generator().manual_seed(0)
        self.x = torch.randn(n, 4, generator=g)
        self.y = self.x.sum(1, keepdim=True).sin()
        self.transform = transform or (lambda t: t)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return {"x": self.transform(self.x[i]), "y": self.y[i]}


class MLP(nn.Module):
    def __init__(self, dims: Iterable[int]):
        super().__init__()
        dims = list(dims)
        layers = []
        for a, b in zip(dims[:-1], dims[1:]):
            layers += [nn.Linear(a, b), nn.SiLU()]
        self.body = nn.Sequential(*layers[:-1])
        self.log_var = nn.Parameter(torch.zeros(()))

    def forward(self, x, y=None) -> Output:
        logits = self.body(x)
        parts = {}
        if y is not None:
            parts["mse"] = F.mse_loss(logits, y)
            parts["nll"] = 0.5 * (parts["mse"] * torch.exp(-self.log_var) + self.log_var)
            parts["l2"] = 1e-4 * sum(p.square().sum() for p in self.body.parameters())
        loss = sum(v for k, v in parts.items() if k != "mse") if parts else logits.new_zeros(())
        return Output(loss, logits, parts)


class Loop:
    def __init__(self, config: Config, callbacks: Iterable[Callback] = ()):
        self.config = config
        self.model = MLP(config.dims)
        decay = [p for n, p in self.model.named_parameters() if p.ndim > 1]
        rest = [p for n, p in self.model.named_parameters() if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW([{"params": decay}, {"params": rest, "weight_decay": 0}], lr=config.lr)
        self.scheduler = torch.optim.lr_scheduler.OneCycleLR(self.optimizer, config.lr, total_steps=50)
        self.scaler = torch.amp.GradScaler("cpu", enabled=config.amp)
        self.ema = EMA(self.model, config.ema)
        self.callbacks = sorted(callbacks, key=lambda c: c.order)
        self.metrics = {split: Metric() for split in Split}
        self.steps = 0

    def emit(self, event: str, *args):
        for callback in self.callbacks:
            getattr(callback, f"on_{event}")(self, *args)

    def context(self):
        return torch.autocast("cpu", torch.bfloat16) if self.config.amp else nullcontext()

    def train_step(self, batch, last: bool) -> Output:
        with self.context():
            out = self.model(**batch)
        self.scaler.scale(out.loss / self.config.accumulate).backward()
        self.emit("backward")
        if last or (self.steps + 1) % self.config.accumulate == 0:
            if self.config.clip:
                self.scaler.unscale_(self.optimizer)
                nn.utils.clip_grad_norm_(self.model.parameters(), self.config.clip)
            self.scaler.step(self.optimizer)
            self.scaler.update()
            self.optimizer.zero_grad(set_to_none=True)
            self.scheduler.step()
            self.ema.update(self.model)
        self.steps += 1
        return out

    def epoch(self, loader: DataLoader, split: Split):
        self.model.train(split.learns)
        metric = self.metrics[split]
        metric.reset()
        with torch.set_grad_enabled(split.learns):
            for i, batch in enumerate(loader):
                if split.learns:
                    out = self.train_step(batch, i == len(loader) - 1)
                else:
                    out = self.model(**batch)
                metric.update(out.parts["mse"].detach(), len(batch["x"]))
        self.emit("epoch", split, metric.mean)
        return metric.mean

    def fit(self, train: Dataset, valid: Dataset):
        for _ in range(self.config.epochs):
            self.epoch(DataLoader(train, 4, shuffle=True), Split.TRAIN)
            with self.ema.applied(self.model):
                self.epoch(DataLoader(valid, 4), Split.VALID)

    def save(self) -> io.BytesIO:
        buffer = io.BytesIO()
        torch.save({"model": self.model.state_dict(), "config": asdict(self.config), "steps": self.steps}, buffer)
        buffer.seek(0)
        return buffer

    @classmethod
    def load(cls, buffer) -> Loop:
        state = torch.load(buffer, weights_only=False)
        loop = cls(Config(**state["config"]))
        loop.model.load_state_dict(state["model"])
        return loop


torch.manual_seed(0)
data = Toy(16, transform=lambda t: t + 0.01 * torch.randn_like(t))
train, valid = random_split(data, [12, 4])
norms, best = GradNorms(), Best()
loop = Loop(Config.small(lr=1e-2), [best, norms])
loop.fit(train, valid)
again = Loop.load(loop.save())
first = again.model.body[0].weight
out = again.model(torch.randn(2, 4), torch.randn(2, 1))
nll = out.parts["nll"]
plain = again.model(torch.randn(2, 4)).logits
shadow = loop.ema.shadow["log_var"]
out.loss.backward()
grad = again.model.log_var.grad
first, nll, plain, shadow, grad
