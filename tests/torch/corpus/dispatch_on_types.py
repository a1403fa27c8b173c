# correct
"""Dispatch on types, overloads, callables of all kinds."""
from functools import partial, partialmethod, reduce, singledispatch, singledispatchmethod, wraps
from operator import attrgetter, itemgetter, methodcaller, mul
from typing import Callable, Union, overload

import numpy as np
import torch
from torch import nn


class Visitor:
    @singledispatchmethod
    def visit(self, node):
        raise TypeError(node)

    @visit.register
    def _(self, node: nn.Linear):
        node.weight.requires_grad_(False)
        return "linear"

    @visit.register(nn.BatchNorm1d)
    @visit.register(nn.LayerNorm)
    def _norm(self, node):
        return "norm"

    @visit.register
    def _(self, node: nn.Module):
        for child in node.children():
            self.visit(child)
        return "module"


@singledispatch
def to_tensor(x):
    return torch.tensor(x)


@to_tensor.register(np.ndarray)
def _(x):
    return torch.from_numpy(x)


@to_tensor.register(torch.Tensor)
def _(x):
    return x


@to_tensor.register(list)
@to_tensor.register(tuple)
def _(x):
    return torch.stack([to_tensor(v) for v in x])


@to_tensor.register
def _(x: dict):
    return {k: to_tensor(v) for k, v in x.items()}


class Layer:
    def __init__(self, w):
        self.w = w

    def scaled(self, x, *, by=1.0, cut=False):
        out = x * self.w * by
        return out.detach() if cut else out

    doubled = partialmethod(scaled, by=2.0)
    frozen = partialmethod(scaled, cut=True)


def logged(fn=None, *, times=1):
    def wrap(f):
        @wraps(f)
        def inner(*args, **kwargs):
            inner.calls += 1
            for _ in range(times):
                result = f(*args, **kwargs)
            return result

        inner.calls = 0
        return inner

    return wrap if fn is None else wrap(fn)


@logged
def plain(x):
    return x * 2


@logged(times=2)
def twice(x):
    return x.detach()


@overload
def pick(x: torch.Tensor) -> torch.Tensor: ...
@overload
def pick(x: list) -> torch.Tensor: ...
def pick(x):
    return x[0] if isinstance(x, list) else x


w = torch.ones(3, requires_grad=True)
net = nn.Sequential(nn.Linear(3, 3), nn.LayerNorm(3), nn.Linear(3, 1))
kind = Visitor().visit(net)
l0 = net[0].weight
n1 = net[1].weight
a = to_tensor(w)
b = to_tensor([w, w])
c = to_tensor([1.0, 2.0])
d = to_tensor({"x": w})["x"]
e = to_tensor(np.ones(3))
layer = Layer(w)
f = layer.doubled(torch.ones(3))
g = layer.frozen(torch.ones(3))
h = plain(w)
i = twice(w)
j = pick([w])
k = pick(w)
first = itemgetter(0)([w * 2, w.detach()])
weight = attrgetter("w")(layer)
deep = attrgetter("0.weight")
det = methodcaller("detach")(w)
prod = reduce(mul, [w, w, w])
summed = methodcaller("sum", 0)(w)
l0, n1, a, b, c, d, e, f, g, h, i, j, k, first, weight, det, prod, summed
