# cause: layer-in-forward
# finds: GS509 at 17
# torch: stays net.fc
# fixed: gets net.linear; moves net.linear
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.d = d
        self.fc = nn.Linear(d, d)

    def project(self, x):
        return nn.Linear(self.d, self.d)(x)

    def forward(self, x):
        q, k, v = self.project(x), self.project(x), self.project(x)
        w = torch.softmax(q @ k.transpose(-2, -1) / self.d ** 0.5, -1)
        return w @ v


net = Attention(6, 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    x = torch.randn(2, 5, 6)
    loss = (net(x) - x).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
