# cause: nonleaf-grad
# torch: gets raw; lacks scaled
import torch

raw = torch.randn(3, requires_grad=True)
scaled = raw * 0.1
scaled.pow(2).sum().backward()
print(raw.grad)
