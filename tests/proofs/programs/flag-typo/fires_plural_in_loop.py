# cause: requires-grad-typo, frozen-params
# finds: GS405 at 10
# torch: gets net
# fixed: lacks net.weight, net.bias; gets head
import torch
from torch import nn

net, head = nn.Linear(3, 3), nn.Linear(3, 1)
for name, p in net.named_parameters():
    p.requires_grads = False
head(net(torch.rand(2, 3)).relu()).sum().backward()
