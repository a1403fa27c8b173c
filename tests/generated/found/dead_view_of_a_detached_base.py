import torch

w = torch.ones(3, requires_grad=True)
x = w * 2
with torch.no_grad():
    v = x[0]
x.detach_()
a = v
b = x[0]
