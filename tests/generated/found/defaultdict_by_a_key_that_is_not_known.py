# Seed 33040.
import collections
import random

import torch

w = torch.ones(3, requires_grad=True)
held = collections.defaultdict(lambda: torch.zeros(3))
held["a"] = held["b"] = w
if random.random() < 0.5:
    del held["b"]
print(held[random.choice("ab")])
held[random.choice("ab")] = w * 2
print(held["c"])
