# finds: GS204 at 21
# torch: raises RuntimeError: The differentiated Tensor at index 0 appears to not have been used in the graph
# no fix: GS204
import torch
from torch import nn


class HeatNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self, xt):
        return self.net(xt)


def residual(net, xt, alpha=0.1):
    xt = xt.requires_grad_(True)
    u = net(xt)
    x, t = xt[:, :1], xt[:, 1:]
    u_t = torch.autograd.grad(u, t, torch.ones_like(u), create_graph=True)[0]
    u_x = torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]
    u_xx = torch.autograd.grad(u_x, x, torch.ones_like(u_x), create_graph=True)[0]
    return u_t - alpha * u_xx


net = HeatNet()
opt = torch.optim.Adam(net.parameters(), lr=1e-3)
for step in range(2):
    loss = residual(net, torch.rand(32, 2)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
