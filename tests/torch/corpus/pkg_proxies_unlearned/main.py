# finds: GS505 at 13
"""Metric learning with proxies that never move: they are tensors of the loss module, but no parameters."""
import torch

from metric.losses import ProxyLoss
from metric.net import Embedder
from metric.sampling import balanced

torch.manual_seed(8)
features = torch.randn(30, 6)
labels = torch.arange(30) % 3
net = Embedder(6, 4)
criterion = ProxyLoss(classes=3, size=4)
optimizer = torch.optim.SGD([*net.parameters(), *criterion.parameters()], lr=0.1)
for step in range(3):
    index = balanced(labels, per_class=4)
    loss = criterion(net(features[index]), labels[index])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
