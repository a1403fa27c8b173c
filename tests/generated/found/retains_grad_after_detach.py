import torch

w = torch.ones(3, requires_grad=True)
y = w * 2
y.retain_grad()
z = y.sum()
z.backward(retain_graph=True)
a = y.grad
y.grad = None
b = y.grad
y.detach_()
c = y
print(y.retains_grad)
