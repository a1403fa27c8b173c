# correct
"""Meta-class registry, plugins by decorators, context variables, an event bus, early stopping by exceptions."""
import abc
import contextlib
import contextvars
import logging
import math
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Generic, Optional, TypeVar, overload

import torch
from torch import Tensor, nn

T = TypeVar("T")
amp_enabled: contextvars.ContextVar[bool] = contextvars.ContextVar("amp", default=False)
log = logging.getLogger(__name__)


class Registry(Generic[T]):
    def __init__(self) -> None:
        self._items: dict[str, Callable[..., T]] = {}

    def register(self, name: str):
        def wrap(fn):
            self._items[name] = fn
            return fn

        return wrap

    def build(self, name: str, /, *args: Any, **kwargs: Any) -> T:
        return self._items[name](*args, **kwargs)


MODELS: Registry[nn.Module] = Registry()
LOSSES: Registry[nn.Module] = Registry()


class Meta(abc.ABCMeta):
    instances: list = []

    def __call__(cls, *args, **kwargs):
        obj = super().__call__(*args, **kwargs)
        Meta.instances.append(obj)
        return obj


class Component(metaclass=Meta):
    @abc.abstractmethod
    def on(self, event: str, **info: Any) -> None: ...


class Stop(Exception):
    def __init__(self, best: Tensor):
        super().__init__("stop")
        self.best = best


class EarlyStopping(Component):
    def __init__(self, patience: int = 2):
        self.patience, self.bad, self.best = patience, 0, None

    def on(self, event: str, **info: Any) -> None:
        if event != "epoch_end":
            return
        loss = info["loss"].detach()
        if self.best is None or loss < self.best:
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
            if self.bad > self.patience:
                raise Stop(self.best)


class GradLogger(Component):
    def __init__(self, model):
        self.model, self.norms = model, []

    def on(self, event: str, **info: Any) -> None:
        match event:
            case "after_backward":
                self.norms.append(sum(p.grad.norm() for p in self.model.parameters() if p.grad is not None))
            case "epoch_end" | "start":
                pass
            case _:
                raise ValueError(event)


@MODELS.register("mlp")
def build_mlp(width: int, depth: int = 2, *, act: type[nn.Module] = nn.ReLU) -> nn.Module:
    layers: list[nn.Module] = []
    for i in range(depth):
        layers += [nn.Linear(width, width), act()]
    return nn.Sequential(*layers, nn.Linear(width, 1))


@MODELS.register("linear")
class LinearModel(nn.Linear):
    def __init__(self, width: int):
        super().__init__(width, 1)


@LOSSES.register("smooth")
class SmoothLoss(nn.Module):
    def __init__(self, eps: float = 0.1) -> None:
        super().__init__()
        self.eps = eps

    def forward(self, out: Tensor, target: Tensor) -> Tensor:
        return ((out - target).square() * (1 - self.eps) + self.eps * out.square()).mean()


def batches(x: Tensor, y: Tensor, size: int, generator: Optional[torch.Generator] = None) -> Iterator[tuple[Tensor, Tensor]]:
    order = torch.randperm(len(x), generator=generator)
    for start in range(0, len(x), size):
        index = order[start : start + size]
        yield x[index], y[index]


def emit(event: str, **info: Any) -> None:
    for component in Meta.instances:
        component.on(event, **info)


@contextlib.contextmanager
def amp(flag: bool):
    token = amp_enabled.set(flag)
    try:
        with torch.autocast("cpu", torch.bfloat16, enabled=flag):
            yield
    finally:
        amp_enabled.reset(token)


def fit(model: nn.Module, loss_fn: nn.Module, epochs: int = 3) -> Tensor:
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    x, y = torch.randn(12, 4), torch.randn(12, 1)
    loss = torch.tensor(math.inf)
    emit("start")
    for epoch in range(epochs):
        for xb, yb in batches(x, y, 4):
            optimizer.zero_grad()
            with amp(epoch > 0):
                out = model(xb)
                loss = loss_fn(out.float(), yb)
            loss.backward()
            emit("after_backward")
            optimizer.step()
        emit("epoch_end", loss=loss)
    return loss


random.seed(0)
torch.manual_seed(0)
for name, kwargs in {"mlp": {"depth": 1, "act": nn.GELU}, "linear": {}}.items():
    Meta.instances.clear()
    model = MODELS.build(name, 4, **kwargs)
    EarlyStopping(patience=0)
    logger = GradLogger(model)
    try:
        result = fit(model, LOSSES.build("smooth", eps=0.2))
    except Stop as stop:
        result = stop.best
    print(name, result, logger.norms[-1])
