# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
(w * w).sum().reshape(1, 1).backward()
(w[:1] * 2).backward()
