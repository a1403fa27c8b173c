import torch

w = torch.full((3,), 0.5, requires_grad=True)
loss = torch.div(w, 2, rounding_mode="floor").softmax(-1).sum()
(g,) = torch.autograd.grad(loss, w, create_graph=True)
x = g
v = torch.full((3,), 0.5, requires_grad=True)
u = torch.div(v, 2, rounding_mode="floor")
(h,) = torch.autograd.grad(u.softmax(-1).pow(2).sum(), u, create_graph=True)
y = h
(k,) = torch.autograd.grad(v.softmax(-1).pow(2).sum(), v, create_graph=True)
z = k
