# cause: missing-requires-grad
# torch: gets x
import torch

x = torch.rand(3, requires_grad=True)
(x * 2).sum().backward()
print(x.grad)
