import torch

w = torch.ones(3, requires_grad=True)
x = w.expand(3, 3)
with torch.no_grad():
    v = x[0]
w.requires_grad_(False)
a = v
b = x
with torch.no_grad():
    v = x[0]
a = v
c = x[0]
