# cause: unused-in-graph, loss-not-from-model
# finds: GS104 at 13
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'; lacks image
# no fix: GS104
import torch
from torch import nn

model = nn.Linear(4, 2)
image = torch.rand(1, 4, requires_grad=True)
other = torch.rand(1, 4)
score = model(other).max()
score.backward()
attribution = image.grad.abs()
