import torch
from torch import nn

m = nn.Linear(3, 3)
with torch.no_grad():
    v = m.weight[0]
m.requires_grad_(False)
a = v
