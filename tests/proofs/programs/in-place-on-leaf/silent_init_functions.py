# torch: gets model
import torch
from torch import nn

model = nn.Linear(3, 2)
nn.init.zeros_(model.bias)
model.weight.data.normal_(0, 0.02)
model(torch.rand(1, 3)).sum().backward()
