# cause: inplace-saved
# torch: gets w
import torch

w = torch.ones(3, requires_grad=True)
y = w * 2
y += 1
z = w.log()
z.add_(1)
(y + z).sum().backward()
