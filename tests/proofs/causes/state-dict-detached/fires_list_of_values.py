# finds: GS502 at 8
# torch: gets net; stays net.weight
# fixed: moves net
import torch
from torch import nn

net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(list(net.state_dict().values()), lr=0.1)
for x in torch.rand(3, 4, 3):
    optimizer.zero_grad()
    net(x).pow(2).sum().backward()
    optimizer.step()
