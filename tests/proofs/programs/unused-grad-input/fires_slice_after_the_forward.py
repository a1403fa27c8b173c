# cause: unused-in-graph
# finds: GS204 at 12
# torch: raises RuntimeError: appears to not have been used in the graph
# fixed: runs; holds u_x.shape == (32, 1) and u_x.requires_grad
import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
xt = torch.rand(32, 2, requires_grad=True)
u = net(xt)
x = xt[:, :1]
(u_x,) = torch.autograd.grad(u.sum(), x, create_graph=True)
residual = u_x.pow(2).mean()
