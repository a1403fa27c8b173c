# torch: gets w, v; holds v is w
import torch

w = torch.ones(3, requires_grad=True)
v = w.to(torch.float32).cpu()
(v * 2).sum().backward()
print(v.grad)
