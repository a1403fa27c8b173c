import torch
w = torch.randn((3, 3), requires_grad=True)
a = w * 2
v = a[0]
v.add_(a.max(dim=1).values)
loss = v.sum() + 1
loss.backward()
g, = torch.autograd.grad(loss, [v])
b = w * 2
u = b[0]
b.add_(u.max(dim=0).values)
loss = u.sum() + b.sum()
loss.backward()
h, = torch.autograd.grad(loss, [b])
g, h
