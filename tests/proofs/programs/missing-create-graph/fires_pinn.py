# cause: missing-create-graph
# finds: GS208 at 13
# torch: lacks net[0].weight
# fixed: moves net[0]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters())
x = torch.linspace(0, 1, 20).reshape(-1, 1).requires_grad_()
for step in range(3):
    u = net(x)
    u_x = torch.autograd.grad(u, x, torch.ones_like(u))[0]
    residual = (u_x - x).pow(2).mean()  # u' = x
    optimizer.zero_grad()
    residual.backward()
    optimizer.step()
