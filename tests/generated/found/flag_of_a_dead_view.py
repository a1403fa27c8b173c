import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
with torch.no_grad():
    v = x[:2]
    u = w[:2]
    t = w.detach()[:2]
a = v * 1
b = u * 1
u.requires_grad_(False)
c = u
v.requires_grad_()
