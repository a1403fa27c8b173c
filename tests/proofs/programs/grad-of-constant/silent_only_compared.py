# torch: lacks x; gets w
import torch

x, w = torch.rand(3), torch.rand(3, requires_grad=True)
(x * w).sum().backward()
for t in (x, w):
    if t.grad is not None:
        print(t.grad.norm())
