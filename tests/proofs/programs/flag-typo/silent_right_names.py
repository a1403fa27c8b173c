# cause: requires-grad-typo
# torch: gets x
import torch

x = torch.rand(3)
x.requires_grad = True
x.requires_gradient_check = False
(x * x).sum().backward()
