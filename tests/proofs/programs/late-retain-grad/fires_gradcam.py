# cause: nonleaf-grad
# finds: GS105 at 15
# torch: raises AttributeError: 'NoneType' object has no attribute 'mean'
# fixed: gets maps; holds weights.shape == (1, 4, 1, 1)
import torch
from torch import nn

features = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())
head = nn.Linear(4, 2)
maps = features(torch.rand(1, 1, 8, 8))
scores = head(maps.mean((2, 3)))
scores[0, scores.argmax()].backward()

# The weight of each map.
maps.retain_grad()
weights = maps.grad.mean((2, 3), keepdim=True)
