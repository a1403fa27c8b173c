import random

import torch

w1 = torch.ones(3, requires_grad=True)
held = {"a": w1, "b": w1 * 2}
less = {k: v.detach() for k, v in held.items() if k == random.choice("ab")}
both = {**held, **less}
print(both["a"], both["b"])
held.update(less)
print(held["a"], held["b"])
