# correct
"""Sets of tensors and what is taken from them."""
import copy
import enum

import torch
from torch import nn


class Kind(enum.Enum):
    W = "w"
    B = "b"


net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
shared = list(set([*net.parameters(), *net[0].parameters()]))
optimizer = torch.optim.SGD(shared, lr=0.1)
net(torch.ones(2, 2)).sum().backward()
optimizer.step()
w = torch.ones(2, requires_grad=True)
c = torch.ones(2)
both = {w, c}
first = list(both)[0] * 1
other = next(iter(both)) * 1
total = sum(both)
unique = {w, w, c, w}
count = torch.ones(1, requires_grad=len(unique) == 2)
unique.update([w, c])
again = torch.ones(1, requires_grad=len(unique | both) == 2)
names = sorted({"b", "a", "b"})
name = torch.ones(1, requires_grad=names == ["a", "b"])
kept = copy.deepcopy({"kind": Kind.W})
member = torch.ones(1, requires_grad=kept["kind"] is Kind.W)
for p in {w, c}:
    p.requires_grad_(False)
frozen = w * 2
total, count, again, name, member, frozen
