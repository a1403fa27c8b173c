# finds: GS204 at 10
# torch: raises RuntimeError: One of the differentiated Tensors does not require grad
# fixed: runs
import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
t = torch.rand(10, 1)
u = net(t)
(speed,) = torch.autograd.grad(u.sum(), t, create_graph=True)