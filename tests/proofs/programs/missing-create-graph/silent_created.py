# cause: missing-create-graph
# torch: moves net[0]
import torch
from torch import nn

net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters())
x = torch.linspace(0, 1, 20).reshape(-1, 1).requires_grad_()
for step in range(3):
    u = net(x)
    (u_x,) = torch.autograd.grad(u.sum(), x, create_graph=True)
    loss = (u_x - x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
