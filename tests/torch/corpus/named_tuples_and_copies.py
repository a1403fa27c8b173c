# correct
"""Named tuples, slots, class methods as constructors, properties over tensors, copies and operators."""
from __future__ import annotations

import copy
from collections import namedtuple
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Optional

import torch
from torch import nn

Step = namedtuple("Step", ["state", "reward", "done"], defaults=[False])


class Transition(namedtuple("TransitionBase", "obs act")):
    __slots__ = ()

    @classmethod
    def of(cls, obs):
        return cls(obs, obs * 2)

    def detached(self):
        return type(self)(*(t.detach() for t in self))

    @property
    def total(self):
        return self.obs.sum() + self.act.sum()

    def __add__(self, other):
        return Transition(self.obs + other.obs, self.act + other.act)


class Stats(NamedTuple):
    mean: torch.Tensor
    var: Optional[torch.Tensor] = None

    @staticmethod
    def from_tensor(x):
        return Stats(x.mean(), x.var())

    def normalize(self, x):
        return (x - self.mean) / self.var.sqrt()


@dataclass(frozen=True)
class Params:
    w: torch.Tensor
    b: torch.Tensor = field(default_factory=lambda: torch.zeros(1))

    def apply(self, fn):
        return replace(self, w=fn(self.w), b=fn(self.b))

    def __matmul__(self, x):
        return self.w @ x + self.b


@dataclass(order=True, slots=True)
class Scored:
    score: float
    out: torch.Tensor = field(compare=False)


class Temperature:
    __slots__ = ("_raw",)

    def __init__(self, raw):
        self._raw = raw

    @property
    def value(self):
        return self._raw.exp()

    @value.setter
    def value(self, new):
        self._raw = torch.tensor(new).log().requires_grad_()

    @value.deleter
    def value(self):
        self._raw = None

    @classmethod
    def make(cls, x):
        return cls(torch.tensor(x, requires_grad=True))

    def __copy__(self):
        return Temperature(self._raw.detach())


w = torch.ones(3, requires_grad=True)
t = Transition.of(w)
d = t.detached()
total = t.total
d_total = d.total
both = (t + d).obs
obs, act = t
s = Stats.from_tensor(w * torch.arange(3.0))
n = s.normalize(w)
m = s.mean
p = Params(w, torch.ones(1))
q = p.apply(torch.Tensor.detach)
r = q @ w
u = (p @ torch.ones(3)).sum()
qw = q.w
best = max([Scored(0.1, w * 1), Scored(0.9, w.detach())])
out = best.out
temp = Temperature.make(0.5)
v1 = temp.value
v2 = copy.copy(temp).value
temp.value = 2.0
v3 = temp.value
step = Step(w * 2, 1.0)
state = step.state
state2, reward, done = step
rep = step._replace(state=w.detach()).state
total, d_total, both, obs, act, n, m, r, u, qw, v1, v2, v3, state, state2, rep
