# torch: gets w
import torch

w = torch.rand(3, requires_grad=True)
total = 0.0
for k in range(3):
    total = total + (w * k).sum()
total.backward()
