# finds: GS201 at 12
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets canvas; moves canvas
import torch
from torch import nn

features = nn.Conv2d(3, 4, 3).requires_grad_(False)
goal = features(torch.rand(1, 3, 8, 8))
canvas = torch.rand(1, 3, 8, 8)
optimizer = torch.optim.Adam([canvas], lr=0.1)
loss = (features(canvas) - goal).pow(2).mean()
loss.backward()
optimizer.step()
