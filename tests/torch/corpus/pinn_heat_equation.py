# correct
"""Physics-informed network for u_t = 0.1 u_xx."""
import numpy as np
import torch
from torch import nn
from torch.autograd import grad


class PINN(nn.Module):
    def __init__(self, layers=(2, 16, 16, 1)):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(layers[i], layers[i + 1]) for i in range(len(layers) - 1)])
        for layer in self.linears:
            nn.init.xavier_normal_(layer.weight.data, gain=1.0)
            nn.init.zeros_(layer.bias.data)

    def forward(self, x, t):
        a = torch.cat([x, t], dim=1)
        for layer in self.linears[:-1]:
            a = torch.tanh(layer(a))
        return self.linears[-1](a)


def residual(net, x, t):
    x.requires_grad_(True)
    t.requires_grad_(True)
    u = net(x, t)
    ones = torch.ones_like(u)
    u_x = grad(u, x, grad_outputs=ones, create_graph=True)[0]
    u_t = grad(u, t, grad_outputs=ones, create_graph=True)[0]
    u_xx = grad(u_x, x, grad_outputs=torch.ones_like(u_x), create_graph=True)[0]
    return u_t - 0.1 * u_xx


pinn = PINN()
optimizer = torch.optim.Adam(pinn.parameters(), lr=1e-3)
x0 = torch.from_numpy(np.linspace(-1, 1, 20, dtype=np.float32)).view(-1, 1)
t0 = torch.zeros_like(x0)
u0 = torch.sin(np.pi * x0)

for epoch in range(4):
    optimizer.zero_grad()
    x_f = torch.rand(30, 1) * 2 - 1
    t_f = torch.rand(30, 1)
    loss_f = residual(pinn, x_f, t_f).pow(2).mean()
    loss_0 = (pinn(x0, t0) - u0).pow(2).mean()
    boundary = torch.cat([pinn(-torch.ones(5, 1), t_f[:5].detach()), pinn(torch.ones(5, 1), t_f[:5].detach())])
    loss = loss_f + loss_0 + boundary.pow(2).mean()
    loss.backward()
    optimizer.step()
    if epoch % 2 == 0:
        print("epoch %d loss %.4e (pde %.2e)" % (epoch, loss, loss_f))

pinn.eval()
with torch.no_grad():
    solution = pinn(x0, 0.5 * torch.ones_like(x0)).numpy()
print(solution.shape, float(np.abs(solution).max()) > 0)
