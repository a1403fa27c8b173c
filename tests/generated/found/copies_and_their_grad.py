import copy, torch
from torch import nn
w = torch.ones((), requires_grad=True)
p = nn.Parameter(torch.ones(()))
(w + p).backward()
a = copy.copy(w)
b = copy.deepcopy(w)
c = copy.copy(p)
d = copy.deepcopy(p)
t = w * 2
t.retain_grad()
t.backward()
e = copy.copy(t)
net = nn.Linear(3, 3)
net(torch.ones(3)).sum().backward()
other = copy.deepcopy(net)
f = other.weight
g = copy.deepcopy([w, p])
h = g[0]
i = g[1]
