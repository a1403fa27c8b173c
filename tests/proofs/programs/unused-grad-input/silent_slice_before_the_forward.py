# torch: holds u_x.shape == (32, 1)
import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
xt = torch.rand(32, 2, requires_grad=True)
x, t = xt[:, :1], xt[:, 1:]
u = net(torch.cat([x, t], dim=1))
(u_x,) = torch.autograd.grad(u.sum(), x, create_graph=True)
