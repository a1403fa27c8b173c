# correct
"""Modes switched by decorators and context managers of one's own."""
import functools
import time
from contextlib import ExitStack, contextmanager

import torch
import torch.nn as nn


def timed(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        start = time.time()
        result = fn(*args, **kwargs)
        wrapper.seconds += time.time() - start
        return result

    wrapper.seconds = 0.0
    return wrapper


def inference(fn):
    """Runs a method in eval mode without recording, and restores the mode."""

    @functools.wraps(fn)
    @torch.no_grad()
    def wrapper(self, *args, **kwargs):
        was_training = self.training
        self.eval()
        try:
            return fn(self, *args, **kwargs)
        finally:
            self.train(was_training)

    return wrapper


@contextmanager
def frozen(*modules):
    flags = [[p.requires_grad for p in m.parameters()] for m in modules]
    for m in modules:
        m.requires_grad_(False)
    try:
        yield
    finally:
        for m, saved in zip(modules, flags):
            for p, flag in zip(m.parameters(), saved):
                p.requires_grad = flag


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Linear(3, 6), nn.Linear(6, 1)

    @property
    def device(self):
        return next(self.parameters()).device

    @timed
    def forward(self, x):
        return self.head(torch.tanh(self.body(x.to(self.device))))

    @inference
    def predict(self, x):
        return self(x)

    @classmethod
    def from_seed(cls, seed):
        torch.manual_seed(seed)
        return cls()

    @staticmethod
    def loss(a, b):
        return (a - b).abs().mean()


model = Regressor.from_seed(3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(7, 3), torch.randn(7, 1)

with ExitStack() as stack:
    stack.enter_context(frozen(model.body))
    loss = model.loss(model(x), y)
    loss.backward()
print(model.body.weight.grad is None, model.head.weight.grad is not None, model.body.weight.requires_grad)

for _ in range(2):
    optimizer.zero_grad()
    loss = Regressor.loss(model(x), y)
    loss.backward()
    optimizer.step()

with torch.no_grad():
    with torch.enable_grad():
        probe = x.clone().requires_grad_()
        sensitivity = torch.autograd.grad(model(probe).sum(), probe)[0]
    doubled = sensitivity * 2
print(model.predict(x).requires_grad, model.training, doubled.requires_grad, Regressor.forward.seconds >= 0)
