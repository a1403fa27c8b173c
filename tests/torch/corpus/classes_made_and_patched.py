# correct
"""Dynamic classes, monkey patches, iterator protocols, __new__, cooperative super."""
import types
from abc import ABC, abstractmethod
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import torch
from torch import nn

T = TypeVar("T")


class Once:
    _made = None

    def __new__(cls, *args):
        if cls._made is None:
            cls._made = super().__new__(cls)
            cls._made.w = torch.ones(3, requires_grad=True)
        return cls._made


class Unit:
    def __new__(cls, value):
        obj = object.__new__(cls)
        obj.value = value
        return obj

    def __init__(self, value):
        self.doubled = value * 2


class Countdown:
    def __init__(self, start, x):
        self.n, self.x = start, x

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.x * self.n


class Rows:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        return self.x[i] * 2

    def __setitem__(self, i, v):
        self.x = torch.cat([self.x[:i], v[None], self.x[i + 1 :]])

    def __delitem__(self, i):
        self.x = self.x.detach()

    def __contains__(self, v):
        return False

    def __call__(self, y):
        return self.x @ y

    def __enter__(self):
        return self.x

    def __exit__(self, *a):
        self.x = self.x.detach()


class Stack(Generic[T]):
    def __init__(self):
        self._items: list[T] = []

    def push(self, item: T) -> "Stack[T]":
        self._items.append(item)
        return self

    def pop(self) -> T:
        return self._items.pop()


class LogMixin:
    def __init__(self, *args, log=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.log = [] if log is None else log

    def forward(self, x):
        out = super().forward(x)
        self.log.append(out.detach())
        return out


class ScaleMixin:
    def __init__(self, *args, scale=1.0, **kwargs):
        super().__init__(*args, **kwargs)
        self.scale = nn.Parameter(torch.tensor(scale))

    def forward(self, x):
        return super().forward(x) * self.scale


class Net(LogMixin, ScaleMixin, nn.Linear):
    pass


@runtime_checkable
class HasLoss(Protocol):
    def loss(self, x: torch.Tensor) -> torch.Tensor: ...


class Shape(ABC):
    @property
    @abstractmethod
    def area(self): ...

    def half(self):
        return self.area / 2


class Square(Shape):
    def __init__(self, side):
        self.side = side

    @property
    def area(self):
        return self.side**2


def quiet_forward(self, x):
    return nn.functional.linear(x, self.weight.detach(), self.bias)


def loss_of(self, x):
    return self(x).sum()


Dynamic = type("Dynamic", (nn.Module,), {"forward": lambda self, x: self.lin(x), "tag": "d"})
torch.manual_seed(0)
w = torch.ones(3, requires_grad=True)
one = Once().w * 2
same = Once().w
unit = Unit(w)
u1, u2 = unit.value, unit.doubled
for item in Countdown(3, w):
    last = item
rows = Rows(torch.eye(3).requires_grad_())
r0 = rows[0]
listed = [r for r in rows]
l0 = listed[0]
called = rows(torch.ones(3))
with rows as inner:
    i1 = inner.sum()
cut = rows[0]
rows[1] = w
joined = rows.x
del rows[0]
deleted = rows.x
popped = Stack[torch.Tensor]().push(w * 2).push(w.detach()).pop()
net = Net(3, 1, scale=2.0)
out = net(torch.ones(3))
logged = net.log[0]
area = Square(w).half()
lin = nn.Linear(3, 2)
lin.forward = types.MethodType(quiet_forward, lin)
q = lin(torch.ones(3))
nn.Linear.loss_of = loss_of
lo = nn.Linear(3, 1).loss_of(torch.ones(3))
dyn = Dynamic()
dyn.lin = nn.Linear(3, 1)
dy = dyn(torch.ones(3))
for i, name in enumerate(("a", "b")):
    setattr(dyn, f"w_{name}", nn.Parameter(torch.full((3,), float(i))))
wa = dyn.w_a
wb = getattr(dyn, "w_" + "b") * 2
it = iter([w * 1, w.detach()])
n1, n2, n3 = next(it), next(it), next(it, None)
vals = list(iter(lambda: w * 2, None)) if False else [w]
square = Square.__new__(Square)
square.__dict__.update(side=w * 3)
ar = square.area
has = w * 2 if isinstance(net, HasLoss) else w.detach()
one, same, u1, u2, last, r0, l0, called, i1, cut, joined, deleted, popped, out, logged, area, q, lo, dy, wa, wb, n1, n2, ar
