import torch

w = torch.ones(3, requires_grad=True)
t = torch.ones(3, requires_grad=True)
z = w + 1
y = z + 3
z.detach_()
z.requires_grad_()
a = torch.autograd.grad(y.sum(), z, allow_unused=True)[0]
print(a)
y.sum().backward()
print(z.grad, w.grad)
