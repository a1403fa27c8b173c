# correct
"""Iterators that are used in part."""
import itertools

import torch


def flag(value):
    return torch.ones(2, requires_grad=bool(value))


it = iter([0, 1, 0])
a = flag(any(it))
b = flag(len(list(it)) == 1)
it = iter([1, 2, 3])
c = flag(2 in it)
d = flag(next(it) == 3)
it = iter([1, 2, 3])
sums = list(itertools.accumulate(it))
e = flag(len(list(it)) == 0)
it = iter([1, 2, 3])
two = list(itertools.islice(it, 2))
f = flag(list(it) == [3])
g = flag(len(list(itertools.pairwise(iter([1, 2, 3])))) == 2)
h = [flag(x < y < z) for x, y, z in itertools.combinations([1, 2, 3], 3)][0]
low = list(itertools.takewhile(lambda v: v < 2, [1, 2, 3]))
k = flag(low[0] == 1)
k2 = flag(len(low) == 1)


def numbers():
    yield 1
    yield 2


gen = numbers()
m = flag(all(v < 2 for v in gen))
n = flag(list(gen) == [])
w = torch.ones(2, requires_grad=True)
many = iter([w, w * 2, w.detach()])
first = next(itertools.islice(many, 1))
rest = list(many)
o = rest[-1] * 1
a, b, c, d, e, f, g, h, k, k2, m, n, first, o
