# raises: AttributeError: 'float' object has no attribute 'backward'
# finds: GS202 at 12
"""A loss in another file gives a number."""
import torch
from torch import nn

from criteria import mean_error

model = nn.Linear(3, 1)
output = model(torch.randn(4, 3))
loss = mean_error(output, torch.zeros(4, 1))
loss.backward()
