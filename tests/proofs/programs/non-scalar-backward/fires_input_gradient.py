# cause: nonscalar-backward
# finds: GS207 at 11
# torch: raises RuntimeError: grad can be implicitly created only for scalar outputs
# fixed: holds slope.shape == (16, 1)
import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
x = torch.rand(16, 1, requires_grad=True)
u = net(x)
slope = torch.autograd.grad(u, x)[0]
