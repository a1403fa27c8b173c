# torch: gets w
import torch

x = torch.rand(3)
mask = x * 2
mask.requires_grad = False
w = torch.ones(3, requires_grad=True)
(mask * w).sum().backward()
