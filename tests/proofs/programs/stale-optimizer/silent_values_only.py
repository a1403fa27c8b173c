# torch: moves net
import torch
from torch import nn

net = nn.Linear(4, 2)
optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
net.load_state_dict(nn.Linear(4, 2).state_dict())
net.weight.data = torch.randn(2, 4)
nn.init.zeros_(net.bias)
net.double()
net(torch.rand(3, 4, dtype=torch.float64)).sum().backward()
optimizer.step()
