# torch: gets w
import torch

w = torch.ones(3, requires_grad=True)
x = torch.rand(3)
total = (w + x).sum()
total.backward()
total.backward()
