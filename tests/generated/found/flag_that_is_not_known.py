import torch, sys
from torch import nn
import copy
net = nn.Linear(3, 3)
for p in net.parameters():
    q = p.requires_grad_(len(sys.argv) > 1)
    z = p
w = nn.Parameter(torch.ones(3))
w.requires_grad_(len(sys.argv) > 1)
y = w
v = torch.ones(3)
v.requires_grad_(len(sys.argv) > 1)
net.requires_grad_(len(sys.argv) > 1)
y = net.weight
