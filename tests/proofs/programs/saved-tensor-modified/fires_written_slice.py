# cause: inplace-saved
# finds: GS602 at 10
# torch: raises RuntimeError: modified by an inplace operation
# fixed: gets net
import torch
from torch import nn

net = nn.Linear(3, 3)
attention = torch.softmax(net(torch.rand(2, 3)), dim=1)
attention[:, 0] = 0.0  # mask the first
loss = attention.pow(2).sum()
loss.backward()
