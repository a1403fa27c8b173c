import torch

x = torch.ones(3)
v = x[:2]
x.requires_grad_()
a = v
b = v * 2
