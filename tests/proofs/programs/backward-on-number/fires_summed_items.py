# cause: item-in-loss
# finds: GS202 at 13
# torch: raises AttributeError: 'float' object has no attribute 'backward'
# fixed: gets model
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 1)
total = 0.0
for x in torch.rand(3, 8, 4):
    total += F.mse_loss(model(x), torch.zeros(8, 1)).item()  # summed up
total.backward()
