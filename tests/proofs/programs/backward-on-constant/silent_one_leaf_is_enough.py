# cause: missing-requires-grad
# torch: gets w
import torch

x, w = torch.rand(3), torch.rand(3, requires_grad=True)
(x * w).sum().backward()
