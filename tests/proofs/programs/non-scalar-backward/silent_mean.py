# cause: nonscalar-backward
# torch: gets model
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 3)
weights = torch.rand(8)
losses = F.cross_entropy(model(torch.rand(8, 4)), torch.randint(3, (8,)), reduction="none")
(losses * weights).mean().backward()
