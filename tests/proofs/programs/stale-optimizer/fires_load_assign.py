# cause: optimizer-stale-params
# finds: GS506 at 11
# torch: gets net; stays net.weight
# fixed: moves net
import torch
from torch import nn

saved = nn.Linear(4, 1).state_dict()
net = nn.Linear(4, 1)
optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
net.load_state_dict(saved, assign=True)
for x in torch.rand(3, 8, 4):
    loss = net(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
