# finds: GS506 at 21
# torch: stays net[-1]; gets net[-1]
# fixed: moves net[-1]
"""The optimizer still holds the old last layer."""
import torch
from torch import nn


def get_trainer(net, lr):
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
    return optimizer, scheduler


def grow(net, classes):
    old = net[-1]
    new = nn.Linear(old.in_features, classes)
    with torch.no_grad():
        new.weight[: old.out_features] = old.weight
        new.bias[: old.out_features] = old.bias
    net[-1] = new
    return net


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer, scheduler = get_trainer(net, 1e-2)
net = grow(net, 4)
for step in range(3):
    x, y = torch.randn(6, 5), torch.randint(0, 4, (6,))
    loss = nn.functional.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
