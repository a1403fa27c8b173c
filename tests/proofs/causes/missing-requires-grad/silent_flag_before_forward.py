# torch: gets x
import torch
from torch import nn

net = nn.Linear(3, 1)
x = torch.rand(4, 3)
x.requires_grad_()
net(x).sum().backward()
print(x.grad.norm())
