# torch: gets w; holds g.shape == (3,)
import torch

w = torch.rand(3, requires_grad=True)
y = w * w
y.backward(torch.ones(3), retain_graph=True)
(g,) = torch.autograd.grad(y, w, grad_outputs=torch.ones_like(y))
