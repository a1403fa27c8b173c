# torch: gets a, b
import torch

a, b = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
a.pow(2).sum().backward()
print(a.grad)
b.pow(2).sum().backward()
print(b.grad)
