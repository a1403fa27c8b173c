# cause: zero-grad-before-step
# finds: GS510 at 14
# torch: stays model.weight; lacks model.weight
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.rand(10, 3), torch.rand(10, 1)
for epoch in range(4):
    loss = nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
