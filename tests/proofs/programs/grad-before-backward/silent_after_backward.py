# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
(w * w).sum().backward()
with torch.no_grad():
    w -= 0.1 * w.grad
