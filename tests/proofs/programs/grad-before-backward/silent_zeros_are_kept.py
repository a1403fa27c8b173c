# torch: zeros w
import torch

w = torch.rand(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
(w * w).sum().backward()
optimizer.zero_grad(set_to_none=False)
print(w.grad.norm())
