# cause: grad-before-backward
# finds: GS103 at 13
# torch: raises AttributeError: 'NoneType' object has no attribute 'norm'
# fixed: runs; lacks model.weight
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model(torch.rand(2, 4)).sum().backward()
optimizer.step()
optimizer.zero_grad()
print(model.weight.grad.norm())
