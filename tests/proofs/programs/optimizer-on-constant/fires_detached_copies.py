# cause: optimizer-wrong-params
# finds: GS502 at 11
# torch: gets net; holds moved == 0
# fixed: moves net; holds moved > 0
import torch
from torch import nn


def build(net):
    weights = [p.detach().clone() for p in net.parameters()]
    return torch.optim.SGD([p.detach() for p in net.parameters()], lr=0.5), weights
torch.manual_seed(1)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer, before = build(net)
for x, y in zip(torch.rand(6, 10, 4), torch.randint(2, (6, 10))):
    net.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
moved = sum(float((a - b.detach()).abs().sum()) for a, b in zip(before, net.parameters()))
