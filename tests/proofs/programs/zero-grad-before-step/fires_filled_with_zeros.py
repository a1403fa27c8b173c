# cause: zero-grad-before-step
# finds: GS510 at 13
# torch: zeros model.weight; stays model.weight
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = model(torch.rand(2, 4)).sum()
    loss.backward()
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()
