# torch: gets x
import torch

x = torch.rand(3)
print(x.grad)
x.requires_grad_()
(x * 2).sum().backward()
print(x.grad)
