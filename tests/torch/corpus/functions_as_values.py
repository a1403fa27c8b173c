# correct
"""Functions as values: closures, defaults, recursion, decorators with state, memo, generators of closures."""
import functools
import heapq
import inspect
import itertools
import random

import torch
from torch import nn

count = 0
history = []


def tracked(fn):
    fn.calls = 0

    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        out = fn(*args, **kwargs)
        history.append(out)
        return out

    wrapper.calls = 0
    return wrapper


def repeat(n):
    def decorate(fn):
        def run(x):
            for _ in range(n):
                x = fn(x)
            return x

        return run

    return decorate


class Memo:
    def __init__(self, fn):
        functools.update_wrapper(self, fn)
        self.fn, self.cache = fn, {}

    def __call__(self, key, x):
        if key not in self.cache:
            self.cache[key] = self.fn(key, x)
        return self.cache[key]

    def clear(self):
        self.cache.clear()


@tracked
def double(x, *, cut=False):
    y = x * 2
    return y.detach() if cut else y


@repeat(3)
def shrink(x):
    return x * 0.5


@Memo
def heavy(key, x):
    return x**2


def counter():
    n = 0

    def bump(x):
        nonlocal n
        global count
        n += 1
        count += 1
        return x * n

    return bump


def compose(*fns):
    return functools.reduce(lambda f, g: lambda x: g(f(x)), fns)


def power(x, n):
    return x if n <= 1 else x * power(x, n - 1)


def tree(depth, x):
    return x if depth == 0 else (tree(depth - 1, x * 2), tree(depth - 1, x.detach()))


def leaves(t):
    if isinstance(t, tuple):
        for part in t:
            yield from leaves(part)
    else:
        yield t


def accumulate(x, acc=[]):
    acc.append(x)
    return sum(acc)


def options(x, /, scale=1.0, *rest, flag=True, **extra):
    out = x * scale
    for r in rest:
        out = out + r
    if not flag:
        out = out.detach()
    return out * extra.get("gain", 1.0)


def split(x):
    if (n := len(x)) > 2:
        return x[: n // 2], x[n // 2 :]
    return x, None


w = torch.ones(4, requires_grad=True)
a = double(w)
b = double(w, cut=True)
c = shrink(w)
d = heavy("k", w)
e = heavy("k", w.detach())
heavy.clear()
f = heavy("k", w.detach())
bump = counter()
g = bump(bump(w))
h = compose(lambda x: x + 1, torch.Tensor.detach, lambda x: x * 2)(w)
i = compose(torch.sin, torch.cos)(w)
j = power(w, 4)
k = list(leaves(tree(2, w)))
k0, k3 = k[0], k[3]
l = accumulate(w)
m = accumulate(w.detach())
n = options(w, 2.0, w, w, gain=3.0)
o = options(w, flag=False)
p = options(*[w, 1.0], **{"flag": False, "gain": 0.5})
q, r = split(w)
scalers = [lambda x, s=s: x * s for s in (1.0, 2.0)]
s = scalers[1](w)
late = [lambda x: x.detach() if cut else x * 2 for cut in (True, False)]
t = late[0](w)
u = sorted([w * 3, w], key=lambda x: x.sum().item())[0]
heap = []
heapq.heappush(heap, (2.0, 0, w * 2))
heapq.heappush(heap, (1.0, 1, w.detach()))
_, _, v = heapq.heappop(heap)
x = max((w * 2, w.detach()), key=lambda z: z.sum())
y = any(z.requires_grad for z in (w, w.detach()))
z = list(map(lambda x, y: x * y, [w], [w.detach()]))[0]
aa = list(filter(lambda x: x.requires_grad, [w, w.detach()]))
bb = [z for z in aa]
cc = dict(zip("ab", [w * 2, w.detach()]))["b"]
dd, *ee = [w * i for i in range(3)]
ff = ee[-1]
gg = {**{"x": w}, "x": w.detach()}["x"]
hh = [[w * i * j for j in range(2)] for i in range(2)][1][0]
ii = (lambda *xs, **kw: xs[0] * kw["s"])(w, s=w.detach())
jj = history[0]
kk = next(z for z in [w.detach(), w * 2] if z.requires_grad)
ll = functools.partial(double, cut=True)(w)
mm = w if random.random() < 2 else w.detach()
a, b, c, d, e, f, g, h, i, j, k0, k3, l, m, n, o, p, q, r, s, t, z, cc, dd, ff, gg, hh, ii, jj, kk, ll
