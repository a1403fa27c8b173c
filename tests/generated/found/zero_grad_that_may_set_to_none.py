# Seed 33040.
import random

import torch
from torch import nn

net = nn.Linear(3, 3)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for i in range(2):
    opt.zero_grad(set_to_none=random.random() < 0.5)
    if i == 1:
        break
    net(torch.ones(3)).sum().backward()
print(net.weight.grad)
net.zero_grad(set_to_none=random.random() < 0.5)
print(net.bias.grad)
