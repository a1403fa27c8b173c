# cause: nonleaf-grad
# finds: GS101 at 17
# torch: moves model; lacks loss
# fixed: moves model; gets loss
import torch
import torch.nn.functional as F
from torch import nn, optim

model = nn.Linear(4, 1)
optimizer = optim.Adam(model.parameters(), lr=0.01)
history = []
for epoch in range(3):
    optimizer.zero_grad()
    loss = F.mse_loss(model(torch.rand(8, 4)), torch.rand(8, 1))
    loss.backward()
    optimizer.step()
    history.append(loss.grad)
