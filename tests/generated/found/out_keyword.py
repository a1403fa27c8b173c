import torch
from torch import nn
w = torch.ones(3)
x = torch.ones(3, requires_grad=True)
with torch.no_grad():
    y = torch.add(x, x, out=w)
v = torch.ones(3, requires_grad=True)
with torch.no_grad():
    z = torch.add(x, x, out=v)
t = x * 2
with torch.no_grad():
    z = torch.mul(x, x, out=t)
c = torch.ones(3)
d = torch.empty(0)
r = torch.matmul(c, c, out=d)
e = torch.zeros(3, out=d)
g = torch.stack([c, c], out=torch.empty(2, 3))
a, b = torch.max(g, 0, out=(torch.empty(3), torch.empty(3, dtype=torch.long)))
m = torch.max(g, 0, out=(torch.empty(3), torch.empty(3, dtype=torch.long))).indices
try:
    torch.add(x, c, out=d)
except RuntimeError:
    k = 1
try:
    torch.add(c, c, out=v)
except RuntimeError:
    k = 1
print(d)
