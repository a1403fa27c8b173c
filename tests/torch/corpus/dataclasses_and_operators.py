# correct
from __future__ import annotations

import dataclasses
import functools
from dataclasses import KW_ONLY, InitVar, asdict, astuple, dataclass, field, fields
from typing import Any, ClassVar, TypedDict

import torch
from torch import nn


@dataclass
class Base:
    w: torch.Tensor
    scale: float = 1.0
    cache: dict = field(default_factory=dict, repr=False)
    kind: ClassVar[str] = "base"

    def out(self):
        return self.w * self.scale


@dataclass
class Derived(Base):
    _: KW_ONLY
    detach: InitVar[bool] = False
    b: torch.Tensor = field(init=False)

    def __post_init__(self, detach):
        self.b = self.w.detach() if detach else self.w + 1

    def out(self):
        return super().out() + self.b


@dataclass(frozen=True)
class Frozen:
    x: torch.Tensor

    def __post_init__(self):
        object.__setattr__(self, "double", self.x * 2)


class Batch(TypedDict):
    x: torch.Tensor
    y: torch.Tensor


class Bag:
    def __init__(self, **kwargs):
        for k, v in kwargs.items():
            setattr(self, k, v)

    def __iadd__(self, other):
        self.w = self.w + other
        return self

    def __neg__(self):
        return Bag(w=-self.w)

    def __mul__(self, k):
        return Bag(w=self.w * k)

    __rmul__ = __mul__

    def __bool__(self):
        return self.w is not None

    def __eq__(self, other):
        return self.w is other.w

    def __hash__(self):
        return id(self)

    def __lt__(self, other):
        return True

    def __format__(self, spec):
        return "bag"


class Wrapped:
    def __init__(self, t):
        self.t = t

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        args = [a.t if isinstance(a, Wrapped) else a for a in args]
        return func(*args, **(kwargs or {}))


class Guarded(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 1)
        self.calls = 0

    def __setattr__(self, name, value):
        if name == "frozen" and value:
            for p in self.parameters():
                p.requires_grad_(False)
        super().__setattr__(name, value)

    @functools.cached_property
    def weight2(self):
        return self.lin.weight * 2

    def forward(self, x):
        self.calls += 1
        return self.lin(x)


w = torch.ones(3, requires_grad=True)
base = Base(w, 2.0)
a = base.out()
d1 = Derived(w, detach=True)
d2 = Derived(w.detach(), 3.0)
b, c = d1.out(), d2.out()
bb, cb = d1.b, d2.b
e = dataclasses.replace(base, w=w.detach()).out()
f = asdict(Bag and Base(1.0))["w"]
g = [fl.name for fl in fields(base)]
fr = Frozen(w)
h = fr.double
batch: Batch = {"x": w, "y": w.detach()}
i = batch["x"] * batch["y"]
bag = Bag(w=w, tag="t")
bag += 1
j = bag.w
k = (-bag).w
l = (2 * bag).w
m = (bag * 2).w
n = w * 2 if bag else w.detach()
o = torch.add(Wrapped(w), 1)
net = Guarded()
p = net(w)
q = net.weight2
net.frozen = True
r = net(torch.ones(3))
s = sorted([Bag(w=w), Bag(w=w * 2)])[0].w
t = {Bag(w=w): w * 2}
u = next(iter(t.values()))
v = dict.fromkeys(["a", "b"], w)["a"]
x = vars(bag)["w"]
y = getattr(bag, "nope", w.detach())
z = bag.__dict__["w"]
a, b, c, bb, cb, e, h, i, j, k, l, m, n, o, p, q, r, s, u, v, x, y, z
