# torch: gets x
import torch

w = torch.rand(3, requires_grad=True)
x = (w * 2).detach().requires_grad_(True)
(x * x).sum().backward()
x.requires_grad_(False)
