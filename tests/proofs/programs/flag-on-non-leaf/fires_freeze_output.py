# cause: nonleaf-flag
# finds: GS404 at 10
# torch: raises RuntimeError: you can only change requires_grad flags of leaf variables
# fixed: runs
import torch
from torch import nn

encoder, head = nn.Linear(4, 4), nn.Linear(4, 1)
features = encoder(torch.rand(3, 4))
features.requires_grad = False
head(features).sum().backward()
