import collections
import random

import torch

w = torch.ones(3, requires_grad=True)
d = {}
if random.random() < 0.5:
    d["a"] = w
print(d.get("a", torch.zeros(3)), "a" in d, len(d))
print(d.setdefault("a", torch.zeros(3)), d["a"])
e = {"a": w, "b": w * 2}
if random.random() < 0.5:
    e.pop("a")
f = {"a": w * 3, **e}
print(f["a"], list(e.values())[0], [v for v in e.values()], [k for k in e])
g = {"a": w * 3}
g.update(e)
print(g["a"], dict(e)["b"], e.pop("a", torch.zeros(3)))
made = collections.defaultdict(lambda: torch.zeros(3))
if random.random() < 0.5:
    made["a"] = w
print(made["a"])
