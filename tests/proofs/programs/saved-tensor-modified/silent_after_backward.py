# torch: moves net
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(inplace=True), nn.Linear(4, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    loss = net(torch.rand(8, 3)).pow(2).mean()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for p in net.parameters():
            p.mul_(0.99)
