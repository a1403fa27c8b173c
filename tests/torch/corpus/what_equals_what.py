# correct
"""What `==` says of tensors, modules and containers of them."""
import math
import random

import torch
from torch import nn

w = torch.ones(2, requires_grad=True)
c = torch.ones(2)
same = w == w
a = w * same
b = torch.where(c == c, w, c)
t = random.choice([w, c])
d = (t == t).float() * w
first, second = nn.Linear(2, 2), nn.Linear(2, 2)
e = torch.ones(1, requires_grad=first != second)
f = torch.ones(1, requires_grad=[first, w] == [first, w])
g = torch.ones(1, requires_grad=("a", 1, None) == ("a", 1.0, None))
h = torch.ones(1, requires_grad=math.nan != math.nan)
i = torch.ones(1, requires_grad=w in [w, c])
j = torch.ones(1, requires_grad=any(p is w for p in [c, w]))
k = torch.ones(1, requires_grad=[1, 2] != [1, 2, 3])
l = torch.ones(1, requires_grad="a" not in [("a",), ["a"]])
m = torch.ones(1, requires_grad=(w == None) is False)  # noqa: E711
same, a, b, d, e, f, g, h, i, j, k, l, m
