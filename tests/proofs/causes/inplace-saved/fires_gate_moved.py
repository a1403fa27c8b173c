# finds: GS602 at 18
# torch: raises RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation
# fixed: moves net
import torch
from torch import nn
import torch.nn.functional as F


class Gate(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.a, self.b = nn.Linear(d, d), nn.Linear(d, d)

    def forward(self, x):
        g = torch.sigmoid(self.a(x))
        h = torch.tanh(self.b(x))
        out = g * h
        g += 1e-3
        return out, g


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = Gate(6)
        self.out = nn.Linear(6, 1)

    def forward(self, x):
        h, g = self.gate(x)
        return self.out(h), g.mean()


net = Net()
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    y, sparsity = net(torch.randn(4, 6))
    loss = y.pow(2).mean() + 0.01 * sparsity
    opt.zero_grad()
    loss.backward()
    opt.step()
