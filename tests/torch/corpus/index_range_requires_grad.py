# raises: RuntimeError: only Tensors of floating point dtype can require gradients
# finds: GS406 at 17
import torch
from torch import nn

# A PINN's collocation points, made with arange, are integers.
net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)


def derivative(u, x):
    return torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]


for step in range(3):
    t = torch.arange(10).unsqueeze(1)
    t.requires_grad_()
    u = net(t.float())
    residual = derivative(u, t) + u
    loss = residual.pow(2).mean() + (net(torch.zeros(1, 1)) - 1).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
