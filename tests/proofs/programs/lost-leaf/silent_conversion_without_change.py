# cause: leaf-rebound
# torch: gets w
import torch

w = torch.randn(3, requires_grad=True).float().to("cpu")
w.pow(2).sum().backward()
print(w.grad.norm())
