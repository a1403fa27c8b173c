# cause: grad-before-backward
# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
for step in range(3):
    if w.grad is not None:
        w.grad.zero_()
    (w * w).sum().backward()
