# torch: runs; holds gradient.shape == other.shape
import torch

w = torch.randn(3, requires_grad=True)
v = torch.randn(3, requires_grad=True)
loss = (w * 2).sum() + (v * 3).sum()
(gradient,) = torch.autograd.grad(loss, w)
(other,) = torch.autograd.grad(loss, v)
(again,) = torch.autograd.grad((w + 1).sum(), w)
