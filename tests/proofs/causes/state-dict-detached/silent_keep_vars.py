# torch: moves net
import torch
from torch import nn

net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.state_dict(keep_vars=True).values(), lr=0.1)
best = {name: value.clone() for name, value in net.state_dict().items()}
for x in torch.rand(3, 4, 3):
    optimizer.zero_grad()
    net(x).pow(2).sum().backward()
    optimizer.step()
