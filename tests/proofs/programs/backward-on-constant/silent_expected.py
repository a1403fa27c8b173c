# torch: holds caught
import torch

w = torch.rand(3, requires_grad=True)
with torch.no_grad():
    target = w * 2
caught = not target.requires_grad
(w - target).pow(2).sum().backward()
