# cause: nonleaf-flag
# torch: lacks encoder.weight; gets head
import torch
from torch import nn

encoder, head = nn.Linear(4, 4), nn.Linear(4, 1)
for parameter in encoder.parameters():
    parameter.requires_grad = False
head(encoder(torch.rand(3, 4))).sum().backward()
