# correct
"""Training by threads and queues; a cache of features; a property with a setter; a wrapper with operators."""
import copy
import operator
import queue
import threading
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from functools import cached_property, lru_cache, partial, reduce
from itertools import accumulate, chain, count, cycle, groupby, islice, product, repeat, starmap, takewhile, tee, zip_longest

import torch
from torch import nn


class Dual:
    """Value and name; operators give new ones."""

    __slots__ = ("value", "name")

    def __init__(self, value, name=""):
        self.value, self.name = value, name

    def __add__(self, other):
        return Dual(self.value + other.value, f"{self.name}+{other.name}")

    def __radd__(self, other):
        return self if other == 0 else Dual(other + self.value)

    def __matmul__(self, other):
        return Dual(self.value @ other.value)

    def __neg__(self):
        return Dual(-self.value)

    def __getitem__(self, index):
        return Dual(self.value[index])

    def __iter__(self):
        return (Dual(row) for row in self.value)

    def __len__(self):
        return len(self.value)

    def __bool__(self):
        return True

    def __contains__(self, name):
        return name == self.name


class Features:
    def __init__(self, encoder, data):
        self.encoder, self.data = encoder, data
        self._frozen = False

    @cached_property
    def cached(self):
        with torch.no_grad():
            return self.encoder(self.data)

    @property
    def frozen(self):
        return self._frozen

    @frozen.setter
    def frozen(self, flag):
        self._frozen = flag
        for p in self.encoder.parameters():
            p.requires_grad = not flag

    def get(self):
        return self.cached if self.frozen else self.encoder(self.data)


def worker(inbox, outbox, head):
    while True:
        item = inbox.get()
        if item is None:
            break
        outbox.put(head(item).pow(2).mean())


a = Dual(torch.ones(3, 3, requires_grad=True), "a")
b = Dual(torch.eye(3), "b")
s = sum([a, b, -a])
m = (a @ b)[0]
rows = [row.value for row in a + b]
t = reduce(operator.add, rows)
u = reduce(operator.mul, (r.sum() for r in rows), 1.0)
run = list(accumulate(rows, operator.add))
pairs = [x + y for x, y in zip_longest(rows, [torch.zeros(3)], fillvalue=torch.zeros(3))]
firsts = list(islice(cycle(rows), 4))
prods = list(starmap(torch.dot, product(rows[:1], rows)))
w1, w2 = tee(rows)
both = [p.detach() * q for p, q in zip(w1, w2)]
grouped = {k: [v for _, v in g] for k, g in groupby(enumerate(rows), key=lambda kv: kv[0] % 2)}

torch.manual_seed(0)
features = Features(nn.Linear(4, 3), torch.randn(5, 4))
free = features.get()
features.frozen = True
kept = features.get()
features.frozen = False
again = features.get()
head = nn.Linear(3, 1)
inbox, outbox = queue.Queue(), queue.Queue()
thread = threading.Thread(target=worker, args=(inbox, outbox, head))
thread.start()
inbox.put(again)
inbox.put(None)
thread.join()
loss = outbox.get()
loss.backward()
print(head.weight.grad is None, features.encoder.weight.grad is None)
order = OrderedDict(a=free, b=kept)
order.move_to_end("a")
name, final = order.popitem()
chained = ChainMap({"x": final}, {"x": kept, "y": kept})
x1, y1 = chained["x"], chained["y"]
dq = deque(maxlen=2)
for r in rows:
    dq.append(r)
mean = torch.stack(list(dq)).mean()
groups = defaultdict(list)
for i, r in enumerate(rows):
    groups[i % 2].append(r)
even = torch.stack(groups[0]).sum()
scale = partial(torch.mul, other=torch.tensor(2.0))
doubled = scale(even)
print(s.value.requires_grad, m.value, t, u, run, pairs, firsts, prods, both, grouped, mean, doubled, x1, y1)
