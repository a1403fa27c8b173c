# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
y = w.clone()
y[0] = 0.0
y += 1
y.sum().backward()
