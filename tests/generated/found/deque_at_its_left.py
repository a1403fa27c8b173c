# Seed 33040.
import collections
import functools
import operator

import torch

w = torch.ones(3, requires_grad=True)
rows = collections.deque([w])
rows.appendleft(torch.ones(3))
print(rows[0], rows[-1])
rows.insert(0, w * 2)
print(rows[0], functools.reduce(operator.add, rows))
rows.extendleft([torch.ones(3), w])
print(rows[0], rows[1], rows[2])
