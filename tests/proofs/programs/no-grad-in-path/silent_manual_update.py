# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
for step in range(3):
    w.grad = None
    (w * w).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        norm = w.norm()
