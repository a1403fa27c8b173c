# cause: unused-in-graph
# torch: gets a, b
import torch

a, b = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
(a * b).sum().backward()
print(a.grad, b.grad)
